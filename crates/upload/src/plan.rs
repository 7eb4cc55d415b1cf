//! What to send, in which order, and what to remove afterwards.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_feed::{HEAD_PATH, SIGNATURE_PATH};
use hallboard_publish::{MANIFEST_PATH, UNFINISHED, is_of_feed};

/// The least number of hexadecimal digits in a name that changes with the contents.
const DIGITS: usize = 16;
/// The number of random characters that OpenDAL appends to the names of unfinished files on
/// FTP servers.
const RANDOM: usize = 8;
/// The files of the service worker: it requests the other files as soon as it is there.
const WORKER: &str = "sw.js";

/// What is known about the web space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remote {
    /// The files in all folders that the local and the uploaded site use, with their sizes
    /// in bytes. Some may be other people's.
    pub files: BTreeMap<String, u64>,
    /// The files of Hallboard by the manifest on the web space.
    pub listed: BTreeSet<String>,
    /// Those of [`to_compare`] whose bytes equal those of the local site.
    pub same: BTreeSet<String>,
}

/// The order of an upload. The files of one field may be sent at the same time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Unfinished files of an upload that broke off, to be removed first.
    pub leftovers: Vec<String>,
    /// Files named by their contents; nothing refers to them yet.
    pub assets: Vec<String>,
    /// Pages, and other files with constant names.
    pub pages: Vec<String>,
    /// The service worker.
    pub worker: Vec<String>,
    /// The signature of the head, with its compressed variants.
    pub signatures: Vec<String>,
    /// The head, which makes the new publication visible.
    pub heads: Vec<String>,
    /// Superseded files, to be removed after the head is replaced.
    pub superseded: Vec<String>,
    /// The number of files that are on the web space already.
    pub unchanged: usize,
}

impl Plan {
    /// All files to send, in their order.
    pub fn to_send(&self) -> impl Iterator<Item = &String> {
        let Plan { assets, pages, worker, signatures, heads, .. } = self;
        [assets, pages, worker, signatures, heads].into_iter().flatten()
    }
}

/// Whether a file's name changes with its contents, so that a file of the same name and
/// size is the same file.
#[must_use]
pub fn named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| {
        part.len() >= DIGITS
            && part.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// The files whose bytes have to be compared: those with the same size and a constant name.
#[must_use]
pub fn to_compare(
    local: &BTreeMap<String, u64>,
    remote: &BTreeMap<String, u64>,
) -> Vec<String> {
    let same_size = |(path, size): &(&String, &u64)| remote.get(*path) == Some(*size);
    let files = local.iter().filter(same_size).map(|(path, _)| path);
    files.filter(|path| !named_by_content(path)).cloned().collect()
}

/// Plans an upload of the local files, given with their sizes in bytes and without the
/// manifest.
#[must_use]
pub fn plan(local: &BTreeMap<String, u64>, remote: &Remote) -> Plan {
    let mut plan = Plan {
        leftovers: leftovers(local, remote),
        superseded: superseded(local, remote),
        ..Plan::default()
    };
    for (path, size) in local {
        let is_hashed = named_by_content(path);
        let is_there = match is_hashed {
            true => remote.files.get(path) == Some(size),
            false => remote.same.contains(path),
        };
        let group = if is_there {
            plan.unchanged += 1;
            continue;
        } else if is_form_of(path, SIGNATURE_PATH) {
            &mut plan.signatures
        } else if is_form_of(path, HEAD_PATH) {
            &mut plan.heads
        } else if is_hashed {
            &mut plan.assets
        } else if is_form_of(path, WORKER) {
            &mut plan.worker
        } else {
            &mut plan.pages
        };
        group.push(path.clone());
    }
    plan
}

/// Whether a path is that of a file or of one of its compressed variants.
fn is_form_of(path: &str, file: &str) -> bool {
    let ending = path.strip_prefix(file);
    ending.is_some_and(|it| matches!(it, "" | ".br" | ".gz"))
}

/// Files of Hallboard that the local site does not have: those in the manifest of the web
/// space, and those in its feed that are named as no file of others is. The latter are
/// removed even if the manifest was lost, because they concern residents.
fn superseded(local: &BTreeMap<String, u64>, remote: &Remote) -> Vec<String> {
    let is_ours = |path: &&String| remote.listed.contains(*path) || is_of_feed(path);
    let is_old = |path: &&String| !local.contains_key(*path) && *path != MANIFEST_PATH;
    remote.files.keys().filter(is_ours).filter(is_old).cloned().collect()
}

fn leftovers(local: &BTreeMap<String, u64>, remote: &Remote) -> Vec<String> {
    let known = || local.keys().chain(&remote.listed).map(String::as_str);
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let names: BTreeSet<String> = known().chain([MANIFEST_PATH]).map(name).collect();
    let is_leftover = |path: &&String| {
        if path.ends_with(UNFINISHED) {
            return true;
        }
        // OpenDAL writes them into the root, whichever folder the file belongs to. Endings
        // of small letters alone may be words of other people (`index.html.original`), so
        // they count only after names that nobody else gives a file.
        let is_random = |name: &str, ending: &str| {
            ending.len() == RANDOM
                && ending.bytes().all(|it| it.is_ascii_alphanumeric())
                && (named_by_content(name)
                    || !ending.bytes().all(|it| it.is_ascii_lowercase()))
        };
        let unfinished =
            path.rsplit_once('.').filter(|(name, ending)| is_random(name, ending));
        unfinished.is_some_and(|(path, _)| {
            let name = name(path);
            let in_feed =
                || ["feed", "feed/sealed"].map(|folder| format!("{folder}/{name}"));
            names.contains(&name) || in_feed().iter().any(|path| is_of_feed(path))
        })
    };
    let is_of_site =
        |path: &&String| !local.contains_key(*path) && !remote.listed.contains(*path);
    remote.files.keys().filter(is_leftover).filter(is_of_site).cloned().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Site = BTreeMap<String, Vec<u8>>;

    fn hex(number: u8, digits: usize) -> String {
        format!("{number:0digits$x}")
    }

    /// A site: files named by contents, pages that name them, and a head.
    fn site(version: u8, assets: &BTreeSet<u8>, pages: &BTreeSet<u8>) -> Site {
        let mut site = Site::new();
        let mut put = |path: String, text: String| site.insert(path, text.into_bytes());
        for asset in assets {
            put(format!("app-{}.js", hex(*asset, 16)), format!("asset {asset}"));
        }
        for page in pages {
            put(format!("{page}/index.html"), format!("page {page} of {assets:?}"));
        }
        put("sw.js".to_owned(), format!("worker of {assets:?}"));
        put(format!("feed/sealed/{}.bin", hex(version, 32)), "sealed".to_owned());
        let snapshot = format!("snapshot-{}.json", hex(version, 64));
        put(format!("feed/{snapshot}"), format!("snapshot {version:03}"));
        for (form, ending) in [("", ""), ("packed ", ".br")] {
            put(format!("{HEAD_PATH}{ending}"), format!("{form}head {version:03}"));
            put(format!("{SIGNATURE_PATH}{ending}"), format!("{form}sig {version:03}"));
        }
        site
    }

    fn sizes(site: &Site) -> BTreeMap<String, u64> {
        site.iter().map(|(path, bytes)| (path.clone(), bytes.len() as u64)).collect()
    }

    fn plan_for(local: &Site, web: &Site, listed: &BTreeSet<String>) -> Plan {
        let (local_sizes, files) = (sizes(local), sizes(web));
        let same = to_compare(&local_sizes, &files)
            .into_iter()
            .filter(|path| local.get(path) == web.get(path))
            .collect();
        plan(&local_sizes, &Remote { files, listed: listed.clone(), same })
    }

    fn version(web: &Site, path: &str) -> Option<String> {
        let text = String::from_utf8(web.get(path)?.clone()).unwrap();
        Some(text.rsplit(' ').next().unwrap().to_owned())
    }

    /// Whether everything that the site's pages and its head refer to is there.
    fn is_whole(web: &Site) -> bool {
        let named = |text: &[u8]| {
            let text = String::from_utf8(text.to_vec()).unwrap();
            let (_, list) = text.split_once('{').unwrap();
            let list = list.trim_end_matches('}').split(", ").filter(|it| !it.is_empty());
            list.map(|it| format!("app-{}.js", hex(it.parse().unwrap(), 16)))
                .all(|asset| web.contains_key(&asset))
        };
        let pages = web
            .iter()
            .filter(|(path, _)| path.ends_with("index.html") || path.as_str() == "sw.js");
        let head: u8 = version(web, HEAD_PATH).unwrap().parse().unwrap();
        pages.into_iter().all(|(_, text)| named(text))
            && web.contains_key(&format!("feed/snapshot-{}.json", hex(head, 64)))
            && web.contains_key(&format!("feed/sealed/{}.bin", hex(head, 32)))
    }

    /// The site as two readers see it: the plain files and the compressed ones.
    fn pairs(web: &Site) -> Vec<bool> {
        let of = |ending: &str| {
            version(web, &format!("{HEAD_PATH}{ending}"))
                == version(web, &format!("{SIGNATURE_PATH}{ending}"))
        };
        vec![of(""), of(".br")]
    }

    fn numbers() -> impl Strategy<Value = BTreeSet<u8>> {
        prop::collection::btree_set(0_u8..8, 0..6)
    }

    proptest! {
        /// Broken off after any number of files, the site is whole, and the next upload
        /// completes it; other people's files stay.
        #[test]
        fn broken_off_anywhere_the_site_is_whole(
            old in (numbers(), numbers()),
            new in (numbers(), numbers()),
            stop in 0_usize..60,
        ) {
            let (old, new) = (site(1, &old.0, &old.1), site(2, &new.0, &new.1));
            let others = ["guestbook.php", "feed/notes.txt", "app-1.js"];
            let mut web = old.clone();
            let others: Site =
                others.iter().map(|it| ((*it).to_owned(), b"theirs".to_vec())).collect();
            web.extend(others.clone());
            // The manifest that is sent first lists the files of both.
            let listed: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();

            let first = plan_for(&new, &web, &listed);
            let sends = first.to_send().map(|path| (path, true));
            let steps: Vec<_> =
                sends.chain(first.superseded.iter().map(|path| (path, false))).collect();
            for (path, is_sent) in steps.iter().take(stop) {
                match is_sent {
                    true => web.insert((*path).clone(), new[*path].clone()),
                    false => web.remove(*path),
                };
                prop_assert!(is_whole(&web), "after {path}");
                let pair = [SIGNATURE_PATH, HEAD_PATH];
                let apart = pair.iter().any(|it| path.starts_with(it));
                prop_assert!(apart || pairs(&web) == [true, true], "after {path}");
            }

            let second = plan_for(&new, &web, &listed);
            let sent = steps.iter().take(stop).filter(|(_, is_sent)| *is_sent).count();
            prop_assert_eq!(second.to_send().count(), first.to_send().count() - sent);
            for path in second.to_send() {
                web.insert(path.clone(), new[path].clone());
            }
            web.retain(|path, _| !second.superseded.contains(path));
            let mut expected = new.clone();
            expected.extend(others);
            prop_assert_eq!(&web, &expected);
            let third = plan_for(&new, &web, &new.keys().cloned().collect());
            let nothing = Plan { unchanged: new.len(), ..Plan::default() };
            prop_assert_eq!(third, nothing);
        }
    }

    #[test]
    fn names_with_a_digest_are_recognised() {
        let check = |path: &str, expected| {
            assert_eq!(named_by_content(path), expected, "{path}");
        };
        check("app-0123456789abcdef.js", true);
        check("app-0123456789abcdef_bg.wasm.br", true);
        check(&format!("feed/snapshot-{}.json.gz", hex(7, 64)), true);
        check(&format!("feed/sealed/{}.bin", hex(7, 32)), true);
        check("app-1.js", false);
        check("index.html", false);
        check("snippets/web-0123456789abcdef/js/card.js", false);
        check("app-0123456789abcdeg.js", false);
        check("feed/head.json.minisig", false);
    }

    #[test]
    fn truncated_files_are_sent_again() {
        let local = sizes(&site(1, &BTreeSet::from([1]), &BTreeSet::new()));
        let mut files = local.clone();
        let asset = format!("app-{}.js", hex(1, 16));
        *files.get_mut(&asset).unwrap() -= 1;
        let same = to_compare(&local, &files).into_iter().collect();
        let planned = plan(&local, &Remote { files, same, ..Remote::default() });
        assert_eq!(planned.to_send().collect::<Vec<_>>(), [&asset]);
    }

    #[test]
    fn only_leftovers_of_uploads_are_removed() {
        let local = sizes(&site(1, &BTreeSet::from([1]), &BTreeSet::from([1])));
        let sealed = format!("{}.bin.Ab3dEf7h", hex(9, 32));
        let sealed_letters = format!("{}.bin.abcdefgh", hex(8, 32));
        let asset = format!("app-{}.js.abcdefgh", hex(1, 16));
        let leftovers = [
            format!("1/index.html{UNFINISHED}"),
            format!("{}.a1b2c3d4", "hallboard-manifest.json"),
            "head.json.minisig.a1b2c3d4".to_owned(),
            "index.html.a1b2c3d4".to_owned(),
            sealed,
            sealed_letters,
            asset,
        ];
        let theirs =
            ["notes.a1b2c3d4", "index.html.original", "index.html.a1b2c3d", "a.js"];
        let mut files = local.clone();
        files.extend(leftovers.iter().cloned().map(|path| (path, 1)));
        files.extend(theirs.iter().map(|path| ((*path).to_owned(), 1)));
        let remote = Remote { files, ..Remote::default() };
        let mut found = plan(&local, &remote).leftovers;
        found.sort();
        let mut expected = leftovers.to_vec();
        expected.retain(|it| !theirs.contains(&it.as_str()));
        expected.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn old_feed_files_are_removed_without_a_manifest() {
        let local = sizes(&site(2, &BTreeSet::new(), &BTreeSet::new()));
        let old = site(1, &BTreeSet::from([3]), &BTreeSet::new());
        let remote = Remote { files: sizes(&old), ..Remote::default() };
        let sealed = format!("feed/sealed/{}.bin", hex(1, 32));
        let snapshot = format!("feed/snapshot-{}.json", hex(1, 64));
        assert_eq!(plan(&local, &remote).superseded, [sealed, snapshot]);
    }
}
