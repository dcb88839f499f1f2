//! What systems do differently: rights of files, reading at a position, a shell, a limit of memory.
//!
//! Nowhere else is it asked which system this is. The two files hold the same names, so that what one of them lacks does
//! not compile on the other; neither says anything of scores.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as this;
#[cfg(windows)]
use windows as this;

pub use this::{
    CAN_LIMIT_MEMORY, END_OF_INPUT, HOME_IS_A_VARIABLE, PAGER, TERMINALS_SHOW_UNICODE, changed, identity,
    limit_memory, new_file, not_replaced, others_may_read, private_file, private_folder, read_at, shell,
    too_many_open,
};
