//! The first stage: lists a folder as an [`Inventory`] and reads its files as [`Source`]s, through a [`World`] (the disk, or files in
//! memory). Interprets only the charset and the front matter of a text, and never follows a symbolic link out of the course.

#[cfg(feature = "render")]
mod author_index;
mod author_index_model;
mod charsets;
mod decode;
pub mod diagnostics;
#[cfg(any(feature = "cli", all(test, feature = "render")))]
mod disk;
mod file;
#[cfg(feature = "render")]
mod folder_role;
pub mod front_matter;
mod front_matter_keys;
mod hash;
#[cfg(feature = "render")]
mod ignored;
mod inventory;
mod kind;
#[cfg(feature = "render")]
mod memory;
pub mod naming;
#[cfg(feature = "render")]
mod other_tool;
#[cfg(feature = "render")]
mod pattern;
mod published;
mod read;
mod stamp;
#[cfg(feature = "render")]
mod walk;
#[cfg(feature = "render")]
mod walk_diagnostics;
mod world;

#[cfg(feature = "render")]
pub use author_index::{SETTINGS as AUTHOR_SETTINGS, author_indexes};
pub use author_index_model::{AuthorIndex, AuthorIndexEntry, AuthorIndexes, BookFacts, IndexTarget};
pub use decode::{Decoding, NotText, ReencodeError, Unmappable, decode};
pub use diagnostics::{ReadError, ReadErrorKind, SourceError};
#[cfg(any(feature = "cli", all(test, feature = "render")))]
pub use disk::Disk;
pub use file::{MAX_BYTES, Source};
#[cfg(feature = "render")]
pub use folder_role::{FolderRole, MAX_MEDIA_ENTRIES};
pub use front_matter::FrontMatterBlock;
pub use front_matter_keys::{FRONT_MATTER_KEYS, FrontMatter, FrontMatterKey};
pub use hash::Hash;
pub use inventory::{FileInfo, Inventory};
pub use kind::{FileKind, has_markdown_ending};
#[cfg(feature = "render")]
pub use memory::Memory;
pub use naming::{PageAddresses, SitePage, index_page, page_of_quiz, pages, quiz_page};
#[cfg(feature = "render")]
pub use other_tool::OtherTool;
#[cfg(feature = "render")]
pub use pattern::PathPattern;
#[cfg(feature = "render")]
pub use published::is_published_in_place;
pub use read::read;
pub use stamp::FileStamp;
#[cfg(feature = "render")]
pub use walk::{FolderScan, SingleFile, WalkRules, scan, single};
pub use world::{EntryKind, EntryMetadata, PixelSize, World, WorldEntry};
