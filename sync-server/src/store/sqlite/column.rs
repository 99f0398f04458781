//! Our types as SQLite columns, both ways.

use domain::{DeviceId, JobRoleId, Kind, OrgId, Period, PersonId, Role, TeamId};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::store::{ChangeHash, DocumentId, SecretHash};

/// Wraps a value of another crate for a column.
#[derive(Clone, Debug)]
pub(super) struct Col<T>(pub(super) T);

macro_rules! text_ids {
    ($($id:ty),*) => {$(
        impl FromSql for Col<$id> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                <$id>::new(value.as_str()?).map(Col).map_err(FromSqlError::other)
            }
        }
    )*};
}

text_ids!(DeviceId, JobRoleId, OrgId, PersonId, TeamId);

impl FromSql for Col<Role> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Role::parse(value.as_str()?).map(Col).ok_or(FromSqlError::InvalidType)
    }
}

impl FromSql for Col<Kind> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Kind::parse(value.as_str()?).map(Col).ok_or(FromSqlError::InvalidType)
    }
}

impl FromSql for Col<Period> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u16::column_result(value).map(|year| Col(Period(year)))
    }
}

impl FromSql for Col<u64> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = i64::column_result(value)?;
        u64::try_from(number).map(Col).map_err(|_| FromSqlError::OutOfRange(number))
    }
}

impl FromSql for Col<DocumentId> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 16]>::column_result(value).map(|bytes| Col(DocumentId(bytes)))
    }
}

impl ToSql for Col<DocumentId> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0.0)))
    }
}

impl ToSql for SecretHash {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0)))
    }
}

impl FromSql for SecretHash {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(Self)
    }
}

/// All heads of a document, one after the other.
pub(super) struct Heads(pub(super) Vec<ChangeHash>);

impl FromSql for Heads {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let (heads, rest) = value.as_blob()?.as_chunks::<32>();
        match rest.is_empty() {
            true => Ok(Self(heads.to_vec())),
            false => Err(FromSqlError::InvalidType),
        }
    }
}

impl ToSql for Heads {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.concat()))
    }
}
