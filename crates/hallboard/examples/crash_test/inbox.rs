//! Crash test of `hallboard inbox` and of the desk while they collect letters, accept them
//! and write them into the register.

use std::collections::BTreeMap;
use std::fs;
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

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

/// An attempt to accept letters.
struct Attempt {
    /// Whether it was killed before its end.
    killed: bool,
    /// How long it took, without the start of the desk.
    took: Duration,
}

/// Makes letters that differ only in their ids.
struct Post {
    keys: LetterKeys,
    to: String,
    deed: String,
    next: u32,
    sealed: u32,
}

/// Kills the command while it collects, accepts and writes letters.
pub(crate) fn inbox(hall: &Hall, kills: u32, chance: &mut Chance) -> Result<()> {
    let accept = |ids: &[LetterId], kill_after: Option<Duration>| {
        let start = Instant::now();
        let mut running = command(hall, &accept(ids))?;
        let killed = match kill_after {
            Some(time) => {
                sleep(time);
                running.kill()?
            }
            None => running.finish().map(|()| false)?,
        };
        Ok(Attempt { killed, took: start.elapsed() })
    };
    letters(hall, "inbox", Post::of(hall, 0)?, accept, kills, chance)
}

/// Kills the desk while letters are accepted on its page.
pub(crate) fn desk(hall: &Hall, kills: u32, chance: &mut Chance) -> Result<()> {
    let accept = |ids: &[LetterId], kill_after: Option<Duration>| {
        let (mut running, browser) = hall.desk()?;
        let decide = || {
            ids.iter().try_for_each(|id| browser.accept(*id).map_err(|it| it.to_string()))
        };
        let start = Instant::now();
        let killed = scope(|threads| -> Result<bool> {
            let deciding = threads.spawn(decide);
            let Some(time) = kill_after else {
                deciding.join().map_err(|_panicked| "a thread panicked")??;
                running.kill()?;
                return Ok(false);
            };
            sleep(time);
            running.kill()?;
            // Requests of a desk that was killed fail.
            Ok(!matches!(deciding.join(), Ok(Ok(()))))
        })?;
        Ok(Attempt { killed, took: start.elapsed() })
    };
    letters(hall, "desk, letters", Post::of(hall, 1 << 24)?, accept, kills, chance)
}

/// Runs `inbox` at the time of the test.
fn command(hall: &Hall, more: &[String]) -> Result<Running> {
    let place = hall.folder().to_string_lossy().into_owned();
    let words = ["inbox", &place].into_iter().chain(NOW).map(str::to_owned);
    hall.run(words.chain(more.iter().cloned()))
}

fn accept(ids: &[LetterId]) -> Vec<String> {
    let ids = ids.iter().map(LetterId::to_string);
    std::iter::once("--accept".to_owned()).chain(ids).collect()
}

/// Accepts letters in rounds and kills that at random moments, until `kills` hit it at work.
///
/// `accept_all` accepts letters; with a duration it is killed after that time. After each
/// round every letter must be in the register exactly once.
fn letters(
    hall: &Hall,
    name: &str,
    mut post: Post,
    accept_all: impl Fn(&[LetterId], Option<Duration>) -> Result<Attempt>,
    kills: u32,
    chance: &mut Chance,
) -> Result<()> {
    let register = hall.path("ledger.json");
    let before = located_at(&register)?.ledger;
    let folder = hall.path("letters");
    let run = |more: &[String]| command(hall, more)?.finish();
    let mut all = post.round(hall)?;
    let took = accept_all(&all, None)?.took;
    run(&[])?;
    let (mut killed, mut halfway, mut round) = (0, 0, 0);
    while killed < kills {
        round += 1;
        if round > kills.saturating_mul(MAX_ROUNDS_PER_KILL) {
            return Err(format!("{name}: {killed} kills in {round} rounds").into());
        }
        let ids = post.round(hall)?;
        killed += u32::from(accept_all(&ids, Some(chance.part_of(took)))?.killed);
        // Accepted letters are written now; the others are still there.
        run(&[])?;
        let inbox = Inbox::open(LetterFolder::new(&folder))?;
        let is_open = |id: &LetterId| inbox.letter(*id).map(|it| it.state.is_open());
        if let Some(lost) = ids.iter().find(|id| is_open(id).is_none()) {
            return Err(format!("{name}, round {round}: {lost} is lost").into());
        }
        let open: Vec<LetterId> =
            ids.iter().filter(|id| is_open(id) == Some(true)).copied().collect();
        halfway += u32::from(open.len() < ids.len());
        if !open.is_empty() {
            run(&accept(&open))?;
        }
        all.extend(ids);
        let after = located_at(&register)?.ledger;
        let mut times: BTreeMap<&str, u32> = BTreeMap::new();
        after.entries.iter().for_each(|it| *times.entry(&it.id).or_default() += 1);
        let once = |id: &LetterId| times.get(entry_id(*id).as_str()) == Some(&1);
        if !all.iter().all(once)
            || after.entries.len() != before.entries.len() + all.len()
        {
            return Err(format!("{name}, round {round}: an entry lost or twice").into());
        }
    }
    println!(
        "{name}: {killed} killed before their end in {round} rounds, {halfway} of all after \
         letters were accepted; {} letters, each in the register once",
        all.len()
    );
    Ok(())
}

impl Post {
    /// Letters of thanks to somebody on the board for a deed that gives points; their ids
    /// are numbered from `next` on.
    fn of(hall: &Hall, next: u32) -> Result<Post> {
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
        Ok(Post { keys, to, deed, next, sealed: next })
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
