namespace Bakeoff.Corpora;

/// <summary>The kinds of problems that a corpus or its source can have.</summary>
public enum DatasetProblem
{
    /// <summary>The description itself cannot be used, such as a pattern that is no regular expression.</summary>
    Description,

    /// <summary>The source does not exist, or holds no file.</summary>
    NotFound,

    /// <summary>The source is a file, but not a zip archive that can be unpacked.</summary>
    NotAnArchive,

    /// <summary>The archive is truncated, or an entry does not have the length or checksum it declares.</summary>
    Damaged,

    /// <summary>The archive writes outside its folder, holds links, or unpacks to more than the limits allow.</summary>
    Unsafe,

    /// <summary>The disk is full or would be.</summary>
    NoSpace,

    /// <summary>The file system refused to read or write.</summary>
    Access,

    /// <summary>A download could not be completed.</summary>
    Network,

    /// <summary>A download does not have the digest that the description or the publisher states.</summary>
    Digest,

    /// <summary>Only the user can fetch the recordings, by the steps in the message.</summary>
    Registration,

    /// <summary>A recording is empty, truncated, silent, too short or not audio.</summary>
    BadClip,

    /// <summary>A file name, label or speaker does not fit the description.</summary>
    Name,

    /// <summary>The same recording appears under two labels.</summary>
    ConflictingLabels,

    /// <summary>A table cannot be read.</summary>
    Table,
}
