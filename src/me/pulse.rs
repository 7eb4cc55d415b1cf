//! Numbers that are followed: what keeps the page as the reader's choices are.
//!
//! The board's signals and memos are Leptos's. Here its graph, with what it brings along,
//! would take a third of what the page may weigh, and all that is followed are numbers.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// A number whose followers act again when it is another. It lasts as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Pulse(&'static Inner);

struct Inner {
    number: Cell<u32>,
    followers: RefCell<Vec<Weak<Follower>>>,
}

/// Something that is done now, and again whenever a number it asked for is another.
struct Follower {
    act: Box<dyn Fn()>,
    /// What it began to follow the last time; it ends when it is done again.
    begun: RefCell<Vec<Rc<Follower>>>,
    waiting: Cell<bool>,
}

thread_local! {
    static ACTING: RefCell<Option<Rc<Follower>>> = const { RefCell::new(None) };
    static LASTING: RefCell<Vec<Rc<Follower>>> = const { RefCell::new(Vec::new()) };
    static WAITING: RefCell<Vec<Weak<Follower>>> = const { RefCell::new(Vec::new()) };
}

impl Pulse {
    /// A number to follow.
    pub(crate) fn new(number: u32) -> Pulse {
        let followers = RefCell::default();
        Pulse(Box::leak(Box::new(Inner { number: Cell::new(number), followers })))
    }

    /// The number; whoever acts now acts again when it is another.
    pub(crate) fn get(self) -> u32 {
        if let Some(acting) = ACTING.with_borrow(Option::clone) {
            let mut followers = self.0.followers.borrow_mut();
            let acting = Rc::downgrade(&acting);
            if !followers.iter().any(|it| it.ptr_eq(&acting)) {
                followers.push(acting);
            }
        }
        self.0.number.get()
    }

    /// Makes it that number. Who follows it acts at the next [`settle`].
    pub(crate) fn set(self, number: u32) {
        if self.0.number.replace(number) == number {
            return;
        }
        let followers = self.0.followers.take();
        WAITING.with_borrow_mut(|waiting| waiting.extend(followers));
    }

    /// Makes it another number.
    pub(crate) fn beat(self) {
        self.set(self.0.number.get().wrapping_add(1));
    }
}

/// Lets everybody act who follows a number that is another, each once.
pub(crate) fn settle() {
    // Whoever acts must not be ended by what it begins.
    if ACTING.with_borrow(Option::is_some) {
        return;
    }
    loop {
        let waiting = WAITING.take();
        if waiting.is_empty() {
            return;
        }
        let waiting: Vec<Weak<Follower>> = waiting;
        waiting.iter().filter_map(Weak::upgrade).for_each(|it| it.waiting.set(true));
        for follower in waiting {
            if let Some(follower) = follower.upgrade().filter(|it| it.waiting.take()) {
                run(&follower);
            }
        }
    }
}

/// Does something now, and again whenever a number it asks for is another, until whoever
/// began this acts again.
pub(crate) fn follow(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    begin(act);
}

fn begin(act: Box<dyn Fn()>) {
    let follower =
        Rc::new(Follower { act, begun: RefCell::default(), waiting: Cell::new(false) });
    match ACTING.with_borrow(Option::clone) {
        Some(acting) => acting.begun.borrow_mut().push(Rc::clone(&follower)),
        None => LASTING.with_borrow_mut(|all| all.push(Rc::clone(&follower))),
    }
    run(&follower);
}

fn run(follower: &Rc<Follower>) {
    drop(follower.begun.take());
    let outer = ACTING.replace(Some(Rc::clone(follower)));
    (follower.act)();
    ACTING.set(outer);
}

/// A place from which to go on later as if now: what is followed then ends with this.
#[derive(Clone)]
pub(crate) struct Here(Option<Weak<Follower>>);

impl Here {
    /// Whoever acts now.
    pub(crate) fn now() -> Here {
        Here(ACTING.with_borrow(|it| it.as_ref().map(Rc::downgrade)))
    }

    /// Goes on, unless it has ended.
    pub(crate) fn go_on(&self, act: impl FnOnce()) {
        let Some(follower) = self.0.as_ref().and_then(Weak::upgrade) else { return };
        let outer = ACTING.replace(Some(follower));
        act();
        ACTING.set(outer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows a number and notes it each time.
    fn noted(pulse: Pulse) -> Rc<RefCell<Vec<u32>>> {
        let notes = Rc::new(RefCell::new(Vec::new()));
        let writes = Rc::clone(&notes);
        follow(move || writes.borrow_mut().push(pulse.get()));
        notes
    }

    #[test]
    fn followers_act_once_for_each_other_number() {
        let pulse = Pulse::new(1);
        let notes = noted(pulse);
        pulse.set(1);
        settle();
        pulse.set(2);
        pulse.set(3);
        settle();
        pulse.beat();
        settle();
        assert_eq!(*notes.borrow(), [1, 3, 4]);
    }

    #[test]
    fn what_was_begun_ends_when_its_beginner_acts_again() {
        let (outer, inner) = (Pulse::new(0), Pulse::new(0));
        let count = Rc::new(Cell::new(0));
        let counts = Rc::clone(&count);
        follow(move || {
            outer.get();
            let counts = Rc::clone(&counts);
            follow(move || {
                inner.get();
                counts.set(counts.get() + 1);
            });
        });
        outer.beat();
        settle();
        inner.beat();
        settle();
        assert_eq!(count.get(), 3, "once at first, once anew, once for the inner number");
    }

    #[test]
    fn both_may_change_at_once() {
        let (outer, inner) = (Pulse::new(0), Pulse::new(0));
        let count = Rc::new(Cell::new(0));
        let counts = Rc::clone(&count);
        follow(move || {
            outer.get();
            let counts = Rc::clone(&counts);
            follow(move || {
                inner.get();
                counts.set(counts.get() + 1);
            });
        });
        inner.beat();
        outer.beat();
        settle();
        assert!((2..=3).contains(&count.get()), "{}", count.get());
        let before = count.get();
        inner.beat();
        settle();
        assert_eq!(count.get(), before + 1);
    }

    #[test]
    fn later_is_as_now_while_it_lasts() {
        let pulse = Pulse::new(0);
        let here = Rc::new(RefCell::new(None));
        let keeps = Rc::clone(&here);
        follow(move || {
            pulse.get();
            *keeps.borrow_mut() = Some(Here::now());
        });
        let first = here.borrow().clone().unwrap();
        let ran = Rc::new(Cell::new(false));
        let runs = Rc::clone(&ran);
        first.go_on(|| runs.set(true));
        assert!(ran.get());
    }
}
