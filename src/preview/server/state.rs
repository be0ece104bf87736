//! What every request shares: the pages, the host names, the token, the listeners.

use std::sync::Arc;

use hyper::StatusCode;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::address::Hosts;
use super::listeners::Notifier;
use super::pages::PageSource;
use super::reply::Refusal;

/// What answering a request needs.
pub(super) struct ServerState {
    pub(super) pages: Arc<dyn PageSource>,
    pub(super) hosts: Hosts,
    /// The preview's script.
    pub(super) script: &'static str,
    /// A page must send it before anything is written.
    pub(super) token: String,
    pub(super) notifier: Notifier,
    /// One permit for each browser that may listen to events.
    pub(super) listener_slots: Arc<Semaphore>,
}

impl ServerState {
    /// Calls a function that may take long on another thread, while other requests are answered.
    ///
    /// # Errors
    /// The function has panicked.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn PageSource) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let pages = self.pages.clone();
        let called = spawn_blocking(move || call(&*pages)).await;
        called.map_err(|_| Refusal(StatusCode::INTERNAL_SERVER_ERROR, "this could not be made"))
    }
}
