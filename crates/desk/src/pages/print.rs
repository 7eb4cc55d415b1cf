//! Pages to print: cards, signs for doors, the page of the month, blank forms, certificates.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use hallboard_feed::edition::CertifiableDeed;
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::CliError;
use hallboard_operations::language::Language;
use hallboard_operations::print::{
    self, CardsRequest, CertificateRequest, MonthlyReport, SignsRequest, certifiable,
};
use hallboard_operations::register;
use hallboard_paper::{
    CardSize, Form, Layout, MOST_DEEDS, PaperSize, PrintLanguage, SignSize,
};
use hallboard_publish::Clock;
use hallboard_score::{Day, Ledger};
use minijinja::{Value, context};

use super::{blocking, error_page, page};
use crate::security::PRINTED_PAGE_POLICY;
use crate::server::{DeskState, Fields};

/// Path of the overview in the navigation.
const PATH: &str = "/print";
/// Media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The hall as it is now.
struct Hall {
    context: HallContext,
    ledger: Ledger,
    clock: Clock,
}

impl Hall {
    fn read(state: &DeskState) -> Result<Hall, CliError> {
        let context = state.context()?;
        let ledger = register::read(&context.ledger)?.ledger;
        Ok(Hall { context, ledger, clock: (state.config.now)() })
    }

    fn today(&self) -> Result<Day, CliError> {
        Ok(self.context.moment(self.clock, &self.ledger.hall)?.day())
    }

    fn monthly(&self) -> Result<MonthlyReport, CliError> {
        print::monthly(&self.context, &self.ledger, self.clock, None)
    }
}

/// The paper and languages that were chosen in a form; A4 and both if none were.
fn layout(fields: &Fields) -> Layout {
    Layout {
        paper: match fields.get("paper") {
            Some("letter") => PaperSize::Letter,
            _ => PaperSize::A4,
        },
        language: match fields.get("print_language") {
            Some("zh-Hans") => PrintLanguage::Chinese,
            Some("en") => PrintLanguage::English,
            _ => PrintLanguage::Both,
        },
    }
}

/// The ids in the fields of that name; none if all are empty, which means everybody.
fn chosen_ids(fields: &Fields, name: &str) -> Vec<String> {
    let ids = fields.all(name).into_iter().map(str::trim);
    ids.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Shows what can be printed.
pub(crate) async fn overview(State(state): State<Arc<DeskState>>) -> Response {
    let hall = blocking(&state, Hall::read).await;
    respond(&state, hall, |Hall { ledger, .. }| {
        let language = Language::current().tag();
        let named = |id: &str, name: &str| context! { id, name };
        let residents: Vec<_> =
            ledger.residents.iter().map(|it| named(&it.id, &it.name)).collect();
        let households = ledger.households.iter();
        let households: Vec<_> =
            households.map(|it| named(&it.id, it.names.best(language))).collect();
        let content = context! { residents, households };
        page(&state, StatusCode::OK, ("print.html", PATH), content)
    })
}

/// The cards of those who take part.
pub(crate) async fn cards(
    State(state): State<Arc<DeskState>>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let made = blocking(&state, move |state| {
        let hall = Hall::read(state)?;
        let request = CardsRequest {
            residents: &chosen_ids(&fields, "resident"),
            reissue: fields.get("reissue").is_some(),
            size: match fields.get("size") {
                Some("small") => CardSize::Small,
                _ => CardSize::Folded,
            },
            site: print::site_address(&hall.context)?,
        };
        let Hall { context, ledger, clock } = &hall;
        Ok(print::cards(context, ledger, *clock, &request, None)?.html)
    });
    respond(&state, made.await, printed)
}

/// The signs for doors.
pub(crate) async fn signs(State(state): State<Arc<DeskState>>, uri: Uri) -> Response {
    let fields = Fields::of_query(&uri);
    let made = blocking(&state, move |state| {
        let hall = Hall::read(state)?;
        let request = SignsRequest {
            households: chosen_ids(&fields, "household"),
            size: match fields.get("size") {
                Some("quarter") => SignSize::Quarter,
                _ => SignSize::Half,
            },
            layout: layout(&fields),
        };
        let on = hall.today()?;
        Ok(print::signs(&hall.context, &hall.ledger, on, &request)?.html)
    });
    respond(&state, made.await, printed)
}

/// The page of the month.
pub(crate) async fn monthly(State(state): State<Arc<DeskState>>, uri: Uri) -> Response {
    let fields = Fields::of_query(&uri);
    let made = blocking(&state, move |state| {
        Hall::read(state)?.monthly()?.html(layout(&fields))
    });
    respond(&state, made.await, printed)
}

/// The figures of the month as a workbook.
pub(crate) async fn monthly_workbook(
    State(state): State<Arc<DeskState>>,
    uri: Uri,
) -> Response {
    let fields = Fields::of_query(&uri);
    let made = blocking(&state, move |state| {
        let report = Hall::read(state)?.monthly()?;
        Ok((report.month(), report.xlsx(layout(&fields).language)?))
    });
    respond(&state, made.await, |(month, book)| {
        let name = format!("attachment; filename=\"monthly-{month}.xlsx\"");
        let headers = [
            (header::CONTENT_TYPE, XLSX.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ];
        (headers, book).into_response()
    })
}

/// Blank forms.
pub(crate) async fn forms(State(state): State<Arc<DeskState>>, uri: Uri) -> Response {
    let fields = Fields::of_query(&uri);
    let made = blocking(&state, move |state| {
        let hall = Hall::read(state)?;
        let (context, ledger) = (&hall.context, &hall.ledger);
        let only: Vec<Form> = fields.all("form").into_iter().filter_map(form).collect();
        let on = hall.today()?;
        let settings = &context.settings;
        let layout = layout(&fields);
        Ok(print::forms(&context.ledger, ledger, settings, on, &only, layout)?.html)
    });
    respond(&state, made.await, printed)
}

fn form(name: &str) -> Option<Form> {
    match name {
        "report" => Some(Form::Report),
        "reply" => Some(Form::Reply),
        "consent" => Some(Form::Consent),
        _ => None,
    }
}

/// Lists the deeds that a resident's certificate may name.
pub(crate) async fn certificate_choice(
    State(state): State<Arc<DeskState>>,
    uri: Uri,
) -> Response {
    let fields = Fields::of_query(&uri);
    let resident = fields.get("resident").unwrap_or_default().trim().to_owned();
    let id = resident.clone();
    let deeds = blocking(&state, move |state| {
        let hall = Hall::read(state)?;
        certifiable(&hall.context, &hall.ledger, hall.today()?, &id)
    });
    respond(&state, deeds.await, |certifiable| {
        let language = Language::current().tag();
        let deed = |it: &CertifiableDeed| {
            let (entry, date) = (it.entry.to_string(), it.date.to_string());
            context! { entry, date, name => it.names.best(language) }
        };
        let deeds: Vec<Value> = certifiable.deeds.iter().map(deed).collect();
        let (name, most) = (certifiable.name, MOST_DEEDS);
        let content = context! { resident, name, deeds, most };
        page(&state, StatusCode::OK, ("certificate.html", PATH), content)
    })
}

/// A certificate with the chosen deeds.
pub(crate) async fn certificate(
    State(state): State<Arc<DeskState>>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let made = blocking(&state, move |state| {
        let hall = Hall::read(state)?;
        let entries: Vec<String> =
            fields.all("entry").into_iter().map(str::to_owned).collect();
        let request = CertificateRequest {
            resident: fields.get("resident").unwrap_or_default(),
            entries: &entries,
            site: print::site_address(&hall.context)?,
            layout: layout(&fields),
        };
        let (context, ledger, on) = (&hall.context, &hall.ledger, hall.today()?);
        Ok(print::certificate(context, ledger, on, &request, None)?.html)
    });
    respond(&state, made.await, printed)
}

/// A page as it is printed. Its style sheet is in it.
pub(super) fn printed(html: String) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, PRINTED_PAGE_POLICY)], Html(html)).into_response()
}

/// The response with what was made, or with the errors.
fn respond<T>(
    state: &DeskState,
    made: Result<Result<T, CliError>, Response>,
    show: impl FnOnce(T) -> Response,
) -> Response {
    match made {
        Ok(Ok(made)) => show(made),
        Ok(Err(error)) => error_page(state, PATH, error),
        Err(response) => response,
    }
}
