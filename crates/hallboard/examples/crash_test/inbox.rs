//! Crash test of `hallboard inbox` while it collects letters and writes them into the
//! register.

use std::collections::BTreeMap;
use std::fs;
use std::thread::sleep;
use std::time::Instant;

use hallboard_feed::edition::Remaining;
use hallboard_feed::letter::{Letter, LetterBody, LetterId, Sender};
use hallboard_inbox::letters::LetterKeys;
use hallboard_inbox::{Inbox, LetterFolder, entry_id};
use hallboard_score::{Consent, Day, EntryKind, Points, Scope};
use hallboard_workbook::consent_entries::ConsentEntries;
use hallboard_workbook::read::located_at;

use crate::hall::{Hall, NOW, Running};
use crate::{Chance, MAX_ROUNDS_PER_KILL, Result};

/// Number of letters in a round.
const LETTERS: u32 = 6;
/// When the letters were written, and the day that they are about.
const WRITTEN: (&str, &str) = ("2026-11-23T04:00:00Z", "2026-11-22");
/// The day on which they are accepted.
const TODAY: &str = "2026-11-24";

/// Makes letters that differ only in their ids.
struct Post {
    keys: LetterKeys,
    to: String,
    deed: String,
    next: u32,
    sealed: u32,
}

pub(crate) fn inbox(hall: &Hall, kills: u32, chance: &mut Chance) -> Result<()> {
    let register = hall.path("ledger.json");
    let before = located_at(&register)?.ledger;
    let mut post = Post::of(hall)?;
    let folder = hall.path("letters");
    let place = hall.folder().to_string_lossy().into_owned();
    let run = |more: &[String]| -> Result<Running> {
        let words = ["inbox", &place].into_iter().chain(NOW).map(str::to_owned);
        hall.run(words.chain(more.iter().cloned()))
    };
    let accept = |ids: &[LetterId]| -> Vec<String> {
        let ids = ids.iter().map(LetterId::to_string);
        std::iter::once("--accept".to_owned()).chain(ids).collect()
    };
    let mut all = post.round(hall)?;
    let start = Instant::now();
    run(&accept(&all))?.finish()?;
    let took = start.elapsed();
    let (mut killed, mut halfway, mut round) = (0, 0, 0);
    while killed < kills {
        round += 1;
        if round > kills.saturating_mul(MAX_ROUNDS_PER_KILL) {
            return Err(format!("inbox: {killed} kills in {round} rounds").into());
        }
        let ids = post.round(hall)?;
        let mut running = run(&accept(&ids))?;
        sleep(chance.part_of(took));
        killed += u32::from(running.kill()?);
        // Accepted letters are written now; the others are still there.
        run(&[])?.finish()?;
        let inbox = Inbox::open(LetterFolder::new(&folder))?;
        let is_open = |id: &LetterId| inbox.letter(*id).map(|it| it.state.is_open());
        if let Some(lost) = ids.iter().find(|id| is_open(id).is_none()) {
            return Err(format!("inbox, round {round}: {lost} is lost").into());
        }
        let open: Vec<LetterId> =
            ids.iter().filter(|id| is_open(id) == Some(true)).copied().collect();
        halfway += u32::from(open.len() < ids.len());
        if !open.is_empty() {
            run(&accept(&open))?.finish()?;
        }
        all.extend(ids);
        let after = located_at(&register)?.ledger;
        let mut times: BTreeMap<&str, u32> = BTreeMap::new();
        after.entries.iter().for_each(|it| *times.entry(&it.id).or_default() += 1);
        let once = |id: &LetterId| times.get(entry_id(*id).as_str()) == Some(&1);
        if !all.iter().all(once)
            || after.entries.len() != before.entries.len() + all.len()
        {
            return Err(format!("inbox, round {round}: an entry lost or twice").into());
        }
    }
    println!(
        "inbox: {killed} killed before their end in {round} rounds, {halfway} of all after \
         letters were accepted; {} letters, each in the register once",
        all.len()
    );
    Ok(())
}

impl Post {
    /// Letters of thanks to somebody on the board for a deed that gives points.
    fn of(hall: &Hall) -> Result<Post> {
        let ledger = located_at(&hall.path("ledger.json"))?.ledger;
        let today: Day = TODAY.parse()?;
        let consents = ConsentEntries::of(&ledger.entries).on(today);
        let named =
            |name: &str| ledger.residents.iter().filter(|it| it.name == name).count();
        let scopes = |id: &str| {
            let consents = ledger.entries.iter().filter_map(|it| match &it.kind {
                EntryKind::Consent {
                    to: Consent::Resident { resident, scopes }, ..
                } if resident == id => Some((it.date, scopes)),
                _ => None,
            });
            consents.max_by_key(|(date, _)| *date).map(|(_, scopes)| scopes)
        };
        let on_board = |id: &str| scopes(id).is_some_and(|it| it.contains(&Scope::Board));
        let found = ledger.residents.iter().find(|it| {
            consents.takes_part(&it.id) && on_board(&it.id) && named(&it.name) == 1
        });
        let mut rules = ledger.rulebooks.iter().filter(|it| it.from <= today);
        let rule = rules
            .next_back()
            .and_then(|book| book.deeds.iter().find(|it| it.points > Points::ZERO));
        let keys = LetterKeys::read(&fs::read(hall.path("hall.key.letters.json"))?)?;
        let to = found.ok_or("nobody on the board")?.name.clone();
        let deed = rule.ok_or("no deed gives points")?.id.clone();
        Ok(Post { keys, to, deed, next: 0, sealed: 0 })
    }

    fn put(&mut self, hall: &Hall, letter: &Letter, damage: bool) -> Result<()> {
        self.sealed += 1;
        let mut ephemeral = [3; 32];
        ephemeral.iter_mut().zip(self.sealed.to_be_bytes()).for_each(|(to, it)| *to = it);
        let mut sealed = letter.seal(&self.keys.public(), ephemeral)?;
        if damage {
            sealed.bytes.reverse();
        }
        let folder = hall.path("letters/incoming");
        fs::create_dir_all(&folder)?;
        Ok(fs::write(folder.join(sealed.name), sealed.bytes)?)
    }

    /// Stores some letters, one of them twice, and a damaged one.
    fn round(&mut self, hall: &Hall) -> Result<Vec<LetterId>> {
        let mut ids = Vec::new();
        for number in 0..LETTERS {
            self.next += 1;
            let mut id = [5; 16];
            id.iter_mut().zip(self.next.to_be_bytes()).for_each(|(to, it)| *to = it);
            let letter = Letter {
                hall: "yangqiao".to_owned(),
                id: LetterId::new(id),
                written: WRITTEN.0.parse()?,
                sender: Sender::Guest { name: "somebody".to_owned() },
                kind: LetterBody::Thanks {
                    to: self.to.clone(),
                    deed: self.deed.clone(),
                    date: WRITTEN.1.parse()?,
                    text: Some("=1+1".to_owned()),
                    named: false,
                },
                handwriting: None,
            };
            self.put(hall, &letter, false)?;
            if number == 0 {
                self.put(hall, &letter, false)?;
                self.put(hall, &letter, true)?;
            }
            ids.push(letter.id);
        }
        Ok(ids)
    }
}
