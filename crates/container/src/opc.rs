//! The parts of an `.xlsx` workbook, found by relationships and content types (ECMA-376,
//! part 2), in both the transitional and the strict form.

use quick_xml::events::{BytesStart, Event};

use crate::package::{Package, PartId, canonical};
use crate::{ContainerError, UNPACKED_LIMIT};

/// The largest number of relationships of a part; a workbook has fewer.
const MOST: usize = 20_000;

/// A relationship of a part to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The id by which the part refers to it.
    pub id: String,
    /// The last segment of its type, such as `worksheet`.
    pub kind: String,
    /// The target part, if it exists.
    pub target: Option<PartId>,
}

/// A sheet in the directory of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name as written.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether it has rows, unlike a chart, dialog or macro sheet.
    pub has_rows: bool,
    /// Its part, if it exists.
    pub part: Option<PartId>,
}

/// The parts of a workbook.
#[derive(Debug, Default)]
pub struct WorkbookParts {
    /// The sheets, in the order of the workbook.
    pub sheets: Vec<Sheet>,
    /// The shared strings of its cells.
    pub shared_strings: Option<PartId>,
    /// The formats of its cells.
    pub styles: Option<PartId>,
    /// Whether dates are counted from 1904.
    pub since_1904: bool,
}

impl WorkbookParts {
    /// Finds the parts.
    ///
    /// # Errors
    /// When the package contains no workbook, or the workbook's directory is damaged.
    pub fn read(package: &mut Package<'_>) -> Result<WorkbookParts, ContainerError> {
        let main = main_part(package).ok_or_else(|| {
            let what = "there is no workbook in it".to_owned();
            ContainerError::Broken { what }
        })?;
        let relations = relations(package, main)?;
        let of_kind = |kind: &str, name: &str| {
            let related = relations.iter().find(|it| it.kind == kind);
            related
                .and_then(|it| it.target)
                .or_else(|| package.find(&resolved(package.name(main), name)))
        };
        let mut parts = WorkbookParts {
            shared_strings: of_kind("sharedStrings", "sharedStrings.xml"),
            styles: of_kind("styles", "styles.xml"),
            ..WorkbookParts::default()
        };
        package.elements::<ContainerError>(main, UNPACKED_LIMIT, |event| {
            let (Event::Start(it) | Event::Empty(it)) = event else { return Ok(()) };
            match it.local_name().as_ref() {
                "workbookPr" => parts.since_1904 = is_true(&it, "date1904"),
                "sheet" => parts.sheets.extend(sheet(&it, &relations)),
                _ => {}
            }
            Ok(())
        })?;
        Ok(parts)
    }

    /// The sheet with this name, without regard to surrounding white space.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|it| it.has_rows && it.name.trim() == name.trim())
    }
}

fn sheet(element: &BytesStart<'_>, relations: &[Relation]) -> Option<Sheet> {
    let name = attribute(element, "name")?;
    let id = attribute(element, "id").unwrap_or_default();
    let relation = relations.iter().find(|it| it.id == id);
    Some(Sheet {
        name,
        hidden: attribute(element, "state").is_some_and(|state| state != "visible"),
        has_rows: relation.is_none_or(|it| it.kind == "worksheet"),
        part: relation.and_then(|it| it.target),
    })
}

/// The main part of a workbook.
pub(crate) fn main_part(package: &mut Package<'_>) -> Option<PartId> {
    let related = package.find("_rels/.rels").and_then(|rels| {
        let relations = relations_in(package, rels, "").ok()?;
        relations.into_iter().find(|it| it.kind == "officeDocument")?.target
    });
    related
        .or_else(|| by_content_type(package))
        .or_else(|| package.find("xl/workbook.xml"))
        .or_else(|| package.find("xl/workbook.bin"))
}

/// Finds the main part by content type, if no relationship leads to it.
fn by_content_type(package: &mut Package<'_>) -> Option<PartId> {
    let types = package.find("[Content_Types].xml")?;
    let mut name = None;
    let read = package.elements::<ContainerError>(types, UNPACKED_LIMIT, |event| {
        let (Event::Start(it) | Event::Empty(it)) = event else { return Ok(()) };
        let media_type = attribute(&it, "ContentType").unwrap_or_default();
        // Such as `…spreadsheetml.sheet.main+xml`, also for templates and files with
        // macros.
        let is_main =
            ["sheet.main+xml", "template.main+xml"].map(|it| media_type.ends_with(it));
        if is_main.contains(&true) || media_type.ends_with("macroEnabled.main+xml") {
            name = name.take().or_else(|| attribute(&it, "PartName"));
        }
        Ok(())
    });
    read.ok()?;
    package.find(&canonical(&name?))
}

/// The relationships of a part; empty if it has none.
///
/// # Errors
/// When the relationships are damaged.
pub fn relations(
    package: &mut Package<'_>,
    part: PartId,
) -> Result<Vec<Relation>, ContainerError> {
    let source = package.name(part).to_owned();
    let (folder, file) = source.rsplit_once('/').unwrap_or(("", &source));
    let rels = package.find(&canonical(&format!("{folder}/_rels/{file}.rels")));
    rels.map_or(Ok(Vec::new()), |rels| relations_in(package, rels, &source))
}

fn relations_in(
    package: &mut Package<'_>,
    rels: PartId,
    source: &str,
) -> Result<Vec<Relation>, ContainerError> {
    let mut found = Vec::new();
    package.elements::<ContainerError>(rels, UNPACKED_LIMIT, |event| {
        let (Event::Start(it) | Event::Empty(it)) = event else { return Ok(()) };
        let of = |name| attribute(&it, name);
        let outside = of("TargetMode").is_some_and(|mode| mode == "External");
        if let (Some(id), Some(kind), Some(target)) = (of("Id"), of("Type"), of("Target"))
            && !outside
            && found.len() < MOST
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push((id, kind, target));
        }
        Ok(())
    })?;
    let find = |target: &str| {
        let name = resolved(source, target);
        package.find(&name).or_else(|| package.find(&percent_decoded(&name)?))
    };
    Ok(found
        .into_iter()
        .map(|(id, kind, target)| Relation { id, kind, target: find(&target) })
        .collect())
}

/// The name of a part from a target that is relative to the part `source`.
fn resolved(source: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if target.starts_with('/') {
        return canonical(&target);
    }
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    canonical(&format!("{folder}/{target}"))
}

/// Decodes percent-encoding such as `%20` in a name.
fn percent_decoded(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let (digits, after) = after.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// The value of an attribute in any namespace.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten();
    let mut found = found.filter(|it| it.key.local_name().into_inner() == name);
    let value = found.next()?;
    value
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// Whether a boolean attribute is true.
pub fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name)
        .is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tests::zipped;

    #[test]
    fn targets_are_resolved_like_urls() {
        let check = |source: &str, target: &str, name: &str| {
            assert_eq!(resolved(source, target), name, "{source} {target}");
        };
        for target in [
            "worksheets/sheet1.xml",
            "./worksheets/sheet1.xml",
            "../xl/worksheets/sheet1.xml",
            "../../xl/worksheets/./sheet1.xml",
            "/xl/worksheets/sheet1.xml",
            "worksheets\\sheet1.xml",
            "\\xl\\worksheets\\sheet1.xml",
            "worksheets/old/../sheet1.xml",
        ] {
            check("xl/workbook.xml", target, "xl/worksheets/sheet1.xml");
        }
        check("workbook.xml", "sheet1.xml", "sheet1.xml");
        check("", "xl/workbook.xml", "xl/workbook.xml");
        check("xl/worksheets/sheet1.xml", "../tables/table1.xml", "xl/tables/table1.xml");
    }

    #[track_caller]
    fn check_main(parts: &[(&str, &str)], main: Option<&str>) {
        let parts: Vec<_> = parts.iter().map(|it| (it.0, it.1.as_bytes())).collect();
        let bytes = zipped(&parts);
        let mut package = Package::open(&bytes).unwrap();
        let found = main_part(&mut package).map(|it| package.name(it).to_owned());
        assert_eq!(found.as_deref(), main);
    }

    #[test]
    fn main_part_is_found_by_relationship() {
        let rels = |target: &str| {
            format!(
                "<Relationships><Relationship Id=\"a\" Target=\"{target}\" \
                 Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\"/>\
                 </Relationships>"
            )
        };
        let book = ("xl/workbook.xml", "<workbook/>");
        let other = ("book/Main.xml", "<workbook/>");
        check_main(&[book], Some("xl/workbook.xml"));
        check_main(
            &[book, other, ("_rels/.rels", &rels("book/main.xml"))],
            Some("book/Main.xml"),
        );
        check_main(
            &[book, other, ("_rels\\.rels", &rels("/book/./main.xml"))],
            Some("book/Main.xml"),
        );
        check_main(
            &[book, ("_rels/.rels", &rels("absent.xml"))],
            Some("xl/workbook.xml"),
        );
        let types = "<Types><Override PartName=\"/book/main.xml\" ContentType=\"application/\
                     vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
        check_main(&[book, other, ("[Content_Types].xml", types)], Some("book/Main.xml"));
        check_main(&[("content.xml", "<a/>")], None);
    }

    #[test]
    fn percent_encoding_is_decoded() {
        assert_eq!(percent_decoded("a%20b%E5%A2%99").as_deref(), Some("a b墙"));
        for wrong in ["a%", "a%2", "a%zz", "%ff"] {
            assert_eq!(percent_decoded(wrong), None, "{wrong}");
        }
    }
}
