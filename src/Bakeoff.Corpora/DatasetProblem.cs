namespace Bakeoff.Corpora;

/// <summary>The kinds of faults that a corpus or its source can have.</summary>
public enum DatasetProblem
{
    /// <summary>The description itself cannot be used, such as a pattern that is no regular expression.</summary>
    Description,

    /// <summary>The source does not exist, or holds no file.</summary>
    NotFound,

    /// <summary>The source is a file, but no zip archive.</summary>
    NotAnArchive,

    /// <summary>The archive is truncated, or an entry does not have the length or checksum it declares.</summary>
    Damaged,

    /// <summary>The archive tries to write outside its folder, holds links, or unpacks to more than the limits allow.</summary>
    Unsafe,

    /// <summary>The disk is full or would be.</summary>
    NoSpace,

    /// <summary>The file system refused to read or write.</summary>
    Access,

    /// <summary>A download could not be completed.</summary>
    Network,

    /// <summary>What was downloaded is not what the description's digest promises.</summary>
    Digest,

    /// <summary>Only the user can fetch the recordings, by the steps that the message prints.</summary>
    Registration,

    /// <summary>A recording is empty, truncated, silent, too short or not audio.</summary>
    BadClip,

    /// <summary>A file name, label or speaker does not fit the description.</summary>
    Name,

    /// <summary>The same recording appears under two labels.</summary>
    ConflictingLabels,

    /// <summary>A table written by a former stage cannot be read.</summary>
    Table,
}
