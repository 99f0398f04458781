//! The app, as it was built into this binary.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use protocol::http::ProblemCode;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::HttpError;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../dist/pwa"]
#[allow_missing = true]
struct Built;

/// The build names the app's content here, so that another content compiles anew.
const _: Option<&str> = option_env!("ROPES_PWA");

const INDEX: &str = "index.html";
/// Checks proofs for whoever was given one.
const PROOF: &str = "proof.html";
/// Files here carry their content's hash in their names.
const HASHED: &str = "assets/";

const NOT_BUILT: &str = "This ropes binary was built without its app, so there is no page here.\n\
    Build both with: cargo xtask build\n";

pub fn is_built_in() -> bool {
    Built::get(INDEX).is_some()
}

/// A file of the app; for any other address a person opens, the app itself.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !method.is_safe() {
        return HttpError::from(ProblemCode::NotFound).into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let path = match path {
        "" => INDEX,
        "proof" => PROOF,
        other => other,
    };
    match find(path, &headers) {
        Some(response) => response,
        None if path != INDEX && is_a_file(path) => {
            HttpError::from(ProblemCode::NotFound).into_response()
        }
        None => find(INDEX, &headers).unwrap_or_else(not_built),
    }
}

fn not_built() -> Response {
    (StatusCode::NOT_FOUND, NOT_BUILT).into_response()
}

/// A missing script must not come back as a page.
fn is_a_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn find(path: &str, headers: &HeaderMap) -> Option<Response> {
    if is_sibling(path) {
        return None;
    }
    let plain = Built::get(path)?;
    let (file, encoding) = best(path, plain, headers);
    let tag: String = file.metadata.sha256_hash().iter().take(12).map(hex).collect();
    let tag = format!("\"{tag}\"");
    let is_known =
        headers.get(header::IF_NONE_MATCH).is_some_and(|it| it.as_bytes() == tag.as_bytes());
    let mut response = match is_known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Bytes::from(file.data.into_owned()).into_response(),
    };
    describe(response.headers_mut(), path, encoding, &tag);
    Some(response)
}

fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}

fn is_sibling(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

/// The smallest form the client understands.
fn best(
    path: &str,
    plain: EmbeddedFile,
    headers: &HeaderMap,
) -> (EmbeddedFile, Option<&'static str>) {
    let sibling = |coding, ending| {
        let file = accepts(headers, coding).then(|| Built::get(&format!("{path}.{ending}")));
        file.flatten().map(|file| (file, Some(coding)))
    };
    sibling("br", "br").or_else(|| sibling("gzip", "gz")).unwrap_or((plain, None))
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|it| it.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        let refused = weight.trim().trim_start_matches("q=").trim_end_matches(['0', '.']);
        name.trim().eq_ignore_ascii_case(coding) && (weight.is_empty() || !refused.is_empty())
    })
}

fn describe(headers: &mut HeaderMap, path: &str, encoding: Option<&'static str>, tag: &str) {
    let keep = match path.starts_with(HASHED) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC S17
    #[test]
    fn a_coding_is_used_only_when_the_client_accepts_it() {
        let check = |list: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(list));
            accepts(&headers, "br")
        };
        for list in ["br", "gzip, deflate, br", "gzip, BR;q=0.5", "br;q=1.0"] {
            assert!(check(list), "{list}");
        }
        for list in ["gzip", "br;q=0", "br;q=0.000", "brotli"] {
            assert!(!check(list), "{list}");
        }
    }

    #[test]
    fn the_page_and_the_worker_are_asked_for_again_and_hashed_files_never() {
        let check = |path| {
            let mut headers = HeaderMap::new();
            describe(&mut headers, path, None, "\"1\"");
            headers[header::CACHE_CONTROL].to_str().unwrap().to_owned()
        };
        assert_eq!(check("index.html"), "no-cache");
        assert_eq!(check("sw.js"), "no-cache");
        assert!(check("assets/app-0011223344556677.wasm").ends_with("immutable"));
    }
}
