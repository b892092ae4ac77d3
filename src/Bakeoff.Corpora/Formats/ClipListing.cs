namespace Bakeoff.Corpora.Formats;

/// <summary>The clips that a corpus states, and the files and rows that are none.</summary>
/// <param name="Clips">Clips in ordinal order of paths; no stretch of a file twice.</param>
/// <param name="LeftOut">Audio files and rows that give no clip.</param>
public sealed record ClipListing(IReadOnlyList<StatedClip> Clips, IReadOnlyList<LeftOutItem> LeftOut);

/// <summary>A clip as the corpus states it, before codes are mapped.</summary>
/// <param name="Path">Path relative to the folder of recordings, with forward slashes.</param>
/// <param name="Label">Code of the emotion.</param>
/// <param name="Speaker">Code of the speaker; empty where unknown.</param>
/// <param name="Text">Text or its code; empty where unknown.</param>
public sealed record StatedClip(string Path, string Label, string Speaker, string Text)
{
    /// <summary>The part of the file that the clip is; null where it is the whole.</summary>
    public ClipStretch? Stretch { get; init; }

    /// <summary>The path with the end that tells stretches of one file apart.</summary>
    internal string StretchPath => Path + Stretch?.Fragment;

    /// <summary>The label as the clip's own statement has it, where <see cref="Label"/> was taken from elsewhere.</summary>
    internal string? OwnLabel { get; init; }

    /// <summary>Place of the statement, such as <c>manifest.csv(3)</c>; the clip's path where its name is the statement.</summary>
    public string Origin
    {
        get => field ?? Fields.Origin ?? Path;
        init;
    }

    /// <summary>Everything else that the statement says, by name; columns of the corpus are read from it. Default: nothing.</summary>
    public StatedFields Fields { get; init; } = StatedFields.None;
}

/// <summary>Something in a corpus that becomes no clip: an audio file, a row, a folder, a link or an archive.</summary>
/// <param name="Path">Path of it, or the path that the row states.</param>
/// <param name="Reason">Reason why it is left out.</param>
/// <param name="Message">The reason in a sentence.</param>
public sealed record LeftOutItem(string Path, LeftOutReason Reason, string Message);

/// <summary>Reasons why something in a corpus becomes no clip.</summary>
public enum LeftOutReason
{
    /// <summary>An audio file whose name does not fit the pattern.</summary>
    UnmatchedName,

    /// <summary>An audio file that no row of the table names.</summary>
    MissingRow,

    /// <summary>A row that names a file which is not there.</summary>
    MissingFile,

    /// <summary>A folder that the user may not read.</summary>
    UnreadableFolder,

    /// <summary>A file or folder whose name is not UTF-8.</summary>
    UnreadableName,

    /// <summary>A link to a file or folder which is not there.</summary>
    BrokenLink,

    /// <summary>A link back to a folder that it lies in; nothing is lost by it.</summary>
    LinkLoop,

    /// <summary>An archive that was not unpacked.</summary>
    Archive,

    /// <summary>An audio file that the description says to ignore.</summary>
    Ignored,

    /// <summary>A clip on whose label the votes do not decide.</summary>
    Undecided,
}
