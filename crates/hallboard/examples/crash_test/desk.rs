//! The hall's desk as a browser uses it: a client for its pages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use hallboard_feed::letter::LetterId;

use crate::Result;

/// How often the page with the progress is requested.
const BETWEEN_REQUESTS: Duration = Duration::from_millis(10);
/// Is on the page with the progress while a publication is under way.
const RELOADS: &str = "http-equiv=\"refresh\"";

/// A browser that the desk has let in.
pub(crate) struct Browser {
    address: String,
    cookie: String,
}

impl Browser {
    /// Opens the address that the desk has printed.
    pub(crate) fn enter(desk: &mut Child) -> Result<Browser> {
        let output = desk.stdout.take().ok_or("the desk prints nothing")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().strip_prefix("http://");
        let (address, entry) =
            address.and_then(|it| it.split_once('/')).ok_or("no address")?;
        let mut browser = Browser { address: address.to_owned(), cookie: String::new() };
        let response = browser.send("GET", &format!("/{entry}"), "")?;
        let cookie =
            response.split_once("set-cookie: ").and_then(|(_, it)| it.split_once(';'));
        browser.cookie = cookie.ok_or("the desk lets nobody in")?.0.to_owned();
        Ok(browser)
    }

    /// Starts the publication that the desk shows, and its upload.
    pub(crate) fn publish(&self) -> Result<()> {
        let page = self.send("GET", "/publish", "")?;
        let (form_token, digest) = (value(&page, "form_token")?, value(&page, "digest")?);
        let fields = format!("form_token={form_token}&digest={digest}&upload=yes");
        self.send("POST", "/publish", &fields)?;
        Ok(())
    }

    /// Accepts a letter on the page of letters.
    pub(crate) fn accept(&self, letter: LetterId) -> Result<()> {
        let page = self.send("GET", "/letters", "")?;
        let form_token = value(&page, "form_token")?;
        let fields = format!("form_token={form_token}&letter={letter}&action=accept");
        let response = self.send("POST", "/letters/decide", &fields)?;
        match response.starts_with("HTTP/1.1 303") {
            true => Ok(()),
            false => Err(response.into()),
        }
    }

    /// Whether a publication is under way.
    pub(crate) fn is_publishing(&self) -> Result<bool> {
        Ok(self.send("GET", "/publish/progress", "")?.contains(RELOADS))
    }

    /// Waits for the end of the publication; anything but a published and uploaded site is
    /// an error.
    pub(crate) fn wait_until_published(&self) -> Result<()> {
        loop {
            let page = self.send("GET", "/publish/progress", "")?;
            if page.contains(RELOADS) {
                sleep(BETWEEN_REQUESTS);
            } else if page.contains("correctly signed") {
                return Ok(());
            } else {
                return Err(page.into());
            }
        }
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Result<String> {
        let Browser { address, cookie } = self;
        let mut stream = TcpStream::connect(address)?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Cookie: {cookie}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        Ok(response)
    }
}

/// The value of a hidden field on a page.
fn value<'p>(page: &'p str, name: &str) -> Result<&'p str> {
    let field = page.split_once(&format!("name=\"{name}\" value=\""));
    let value = field.and_then(|(_, it)| it.split('"').next());
    value.ok_or_else(|| format!("no field {name} in {page}").into())
}
