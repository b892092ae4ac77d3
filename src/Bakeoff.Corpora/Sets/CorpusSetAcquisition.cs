using Bakeoff.Corpora.Sources;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Corpora.Sets;

/// <summary>Everything that decides which recordings an experiment gets: the input of <see cref="CorpusSetAcquirer"/>.</summary>
/// <param name="Parts">The corpora, at least one, in ordinal order of their names.</param>
public sealed record CorpusSetAcquisition(IReadOnlyList<AcquisitionPart> Parts)
{
    /// <summary>True if the recordings are read where they are: one corpus, in a folder.</summary>
    public bool IsInPlace => Parts is [{ Source.IsFolder: true }];

    /// <summary>Archives and folders at hand, by content.</summary>
    public IReadOnlyList<ExternalInput> Inputs => [.. Parts.Select(static part => part.Source.Content).OfType<ExternalInput>()];

    /// <summary>
    /// Fingerprint parameters: the options of one corpus below the section, those of several below <c>section.corpora.NAME</c>.
    /// </summary>
    /// <param name="section">Key that all keys begin with, such as <c>dataset</c>.</param>
    public IReadOnlyDictionary<string, string> Parameters(string section) =>
        SetParameters.Of(section, [.. Parts.Select(static part => new NamedOptions(part.Options.Name, part.Options))]);

    /// <summary>Folder of the recordings after acquisition.</summary>
    /// <param name="targetFolder">Folder that was given to <see cref="CorpusSetAcquirer"/>.</param>
    public string FolderOf(string targetFolder) => IsInPlace ? Parts[0].Source.Path! : targetFolder;
}

/// <summary>One corpus to acquire.</summary>
/// <param name="Options">Its part of the description.</param>
/// <param name="Source">Archive or folder at hand, or <see cref="RecordingsSource.None"/>.</param>
public sealed record AcquisitionPart(AcquisitionOptions Options, RecordingsSource Source);
