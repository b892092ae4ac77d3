namespace Bakeoff.Corpora.Indexing;

/// <summary>A fact about the corpus that a reader of results should know.</summary>
/// <param name="Kind">Kind of the finding.</param>
/// <param name="Path">The clip it is about; empty where it is about the corpus.</param>
/// <param name="Message">What, value and rule, in one sentence.</param>
public sealed record IndexFinding(IndexFindingKind Kind, string Path, string Message);

/// <summary>The kinds of findings, in the order of the report.</summary>
public enum IndexFindingKind
{
    /// <summary>A count differs from the description's.</summary>
    Count,

    /// <summary>The description's filter selects a part of the clips.</summary>
    Selection,

    /// <summary>Names had invisible characters, which were removed.</summary>
    InvisibleCharacters,

    /// <summary>An audio file's name does not fit the pattern; it is left out.</summary>
    UnmatchedName,

    /// <summary>No row names an audio file; it is left out.</summary>
    MissingRow,

    /// <summary>A row names a file that is not there.</summary>
    MissingFile,

    /// <summary>The user may not read a folder.</summary>
    UnreadableFolder,

    /// <summary>The name of a file or folder is not UTF-8.</summary>
    UnreadableName,

    /// <summary>A link leads nowhere.</summary>
    BrokenLink,

    /// <summary>A link leads back to a folder that it lies in; nothing is lost by it.</summary>
    LinkLoop,

    /// <summary>An archive was not unpacked.</summary>
    Archive,

    /// <summary>The description says to ignore the file.</summary>
    Ignored,

    /// <summary>The votes decide on no label; the clip is left out.</summary>
    Undecided,

    /// <summary>The file is listed among the description's known defects.</summary>
    KnownDefect,

    /// <summary>The recording is empty, truncated, silent, too short or not audio; it is left out.</summary>
    BadClip,

    /// <summary>The same samples are in another file; counted once.</summary>
    Duplicate,

    /// <summary>The same samples stand under two labels; all of them are left out.</summary>
    ConflictingLabels,

    /// <summary>Two files have one name and different content; both are used.</summary>
    SameName,

    /// <summary>Samples in a row sit at full scale in the mean of the channels.</summary>
    Clipping,

    /// <summary>Float samples reach beyond full scale; they are used as they are.</summary>
    BeyondFullScale,

    /// <summary>The sample rate is not the corpus's usual one.</summary>
    OddRate,

    /// <summary>The duration is outside the usual range.</summary>
    OddLength,

    /// <summary>The recording has more than one channel.</summary>
    ManyChannels,

    /// <summary>Clips of a joined corpus whose label has no common one.</summary>
    LabelLeftOut,

    /// <summary>Another corpus of a joined one holds the same samples; counted once, in the first by name.</summary>
    InOtherCorpus,

    /// <summary>A table of metadata is not there, or has no row for some clips.</summary>
    Metadata,
}
