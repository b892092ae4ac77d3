using Bakeoff.Corpora.Sources;
using Bakeoff.Options;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Corpora.Sets;

/// <summary>The corpora of one experiment, described and located on this machine: one, or several that are joined.</summary>
/// <remarks>
/// A stage takes the part that it reads: the download <see cref="Acquisition"/> with <see cref="CorpusSetAcquirer"/>, the index
/// <see cref="Indexing"/> with
/// <see cref="CorpusSetIndexer"/>. Both give their fingerprint parameters by <c>Parameters(section)</c>, from the same records that the
/// work reads.
/// </remarks>
public sealed class CorpusSet
{
    private readonly Lazy<Converting.Ffmpeg> _ffmpeg = new(Converting.Ffmpeg.Find);

    private CorpusSet(DatasetDescription description, IReadOnlyList<CorpusPart> parts)
    {
        Description = description;
        Parts = parts;
    }

    /// <summary>Description of the experiment's corpus: that of the one part, or that which names the parts.</summary>
    public DatasetDescription Description { get; }

    /// <summary>The corpora, at least one, in ordinal order of their names.</summary>
    public IReadOnlyList<CorpusPart> Parts { get; }

    /// <summary>
    /// Place where the recordings are read; <see cref="RecordingsSource.None"/> for a set of several, whose recordings are always copied
    /// together.
    /// </summary>
    public RecordingsSource Source => Parts is [var one] ? one.Source : RecordingsSource.None;

    /// <summary>Version of the ffmpeg that converts recordings of these corpora; null where none are converted, or none is installed.</summary>
    public string? Ffmpeg =>
        Parts.Select(part => OptionsOf(part).Conversion?.Ffmpeg).FirstOrDefault(static version => version is not null);

    /// <summary>Options of acquiring the recordings.</summary>
    public CorpusSetAcquisition Acquisition => new([.. Parts.Select(part => new AcquisitionPart(OptionsOf(part), part.Source))]);

    /// <summary>Options of indexing the clips.</summary>
    public CorpusSetIndexing Indexing =>
        new(Description.Name, [.. Parts.Select(static part => new IndexingPart(part.Description.Index, part.CommonLabels))])
        {
            OnlyCommonLabels = Description.OnlyCommonLabels,
        };

    /// <summary>Reads the descriptions of an experiment's corpora and finds their recordings.</summary>
    /// <param name="folders">The project's folders.</param>
    /// <param name="name">Name of the corpus that the experiment names.</param>
    /// <param name="experiment">Name of the experiment, under which places are remembered that other experiments must not take.</param>
    /// <param name="given">
    /// Path from the command line, or null: the archive or folder of the one corpus, or a folder that holds a folder NAME or an archive
    /// NAME.zip for some of several.
    /// </param>
    /// <param name="digests">Digests of files already known.</param>
    /// <exception cref="ConfigurationException">A corpus is not described, or its description breaks a rule.</exception>
    /// <exception cref="DatasetException">
    /// The path given does not exist, holds none of the corpora, or is given for a synthetic corpus; or a part is itself made of others.
    /// </exception>
    public static CorpusSet Find(CorpusFolders folders, string name, string experiment, string? given, FileDigestCache digests)
    {
        var search = new Search(folders, experiment, digests);
        var description = DatasetCatalogue.Read(folders, name);
        return new CorpusSet(
            description,
            description.Corpora.Count == 0 ? [FindOne(search, description, given)] : FindAll(search, description, given));
    }

    // The recordings of several lie in folders of the parts' names; those of one are shared with the corpus that it extends.
    private AcquisitionOptions OptionsOf(CorpusPart part)
    {
        var options = part.Description.AcquiredFrom(part.Source);
        if (options.Conversion is { } conversion)
        {
            options = options with { Conversion = conversion with { Ffmpeg = _ffmpeg.Value.Version } };
        }

        return Parts.Count == 1 ? options : options with { Name = part.Name };
    }

    private static CorpusPart FindOne(Search search, DatasetDescription description, string? given)
    {
        if (description.Synthetic is not null && given is not null)
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails($"dataset {description.Name} is synthesised from its description")
                {
                    Where = $"--set=dataset.source={given}",
                    Rule = "no source",
                    NextStep = "Leave the option out, or name a dataset of recordings.",
                })
            {
                Path = given,
            };
        }

        return Locate(search, description, given, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private static List<CorpusPart> FindAll(Search search, DatasetDescription joined, string? given)
    {
        var descriptions = joined.Corpora.Select(part => DatasetCatalogue.Read(search.Folders, part.Dataset)).ToList();
        if (given is not null && descriptions.TrueForAll(part => PathOf(given, part.RecordingsName) is null))
        {
            var names = string.Join(", ", descriptions.Select(part => $"{part.RecordingsName} or {part.RecordingsName}.zip"));
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("dataset.source")
                {
                    Value = $"'{given}'",
                    Rule = $"a folder with {names} in it",
                    NextStep = "Correct the path, or name each corpus's recordings once by an experiment of its own.",
                })
            {
                Path = given,
            };
        }

        var parts = new List<CorpusPart>(joined.Corpora.Count);
        foreach (var (part, own) in joined.Corpora.Zip(descriptions).OrderBy(static pair => pair.First.Dataset, StringComparer.Ordinal))
        {
            var description = part.Where is null
                ? own
                : own with
                {
                    Where = part.Where,
                    Expected = own.Expected?.OnlyCounts(static _ => false),
                };
            if (description.Corpora.Count > 0)
            {
                throw new DatasetException(
                    DatasetProblem.Description,
                    new ErrorDetails($"corpus {part.Dataset} is itself made of others")
                    {
                        Where = $"dataset {joined.Name}",
                        Rule = "single corpora",
                        NextStep = "List those instead.",
                    });
            }

            parts.Add(Locate(search, description, given is null ? null : PathOf(given, description.RecordingsName), part.Labels));
        }

        return parts;
    }

    private static CorpusPart Locate(
        Search search,
        DatasetDescription description,
        string? path,
        IReadOnlyDictionary<string, string> commonLabels)
    {
        var source = description.Synthetic is null
            ? RecordingsSource.Find(LocalRecordings.MemoryOf(search.Folders, description, search.Experiment), path, search.Digests)
            : RecordingsSource.None;
        return new CorpusPart(
            description,
            source.IsFolder && source.Content!.Items.Keys.Any(path => ConversionOptions.IsAmong(description.Convert, path))
                ? source with { IsFolder = false, Content = source.Content with { ItemsFolder = "" } }
                : source,
            commonLabels);
    }

    private static string? PathOf(string folder, string part)
    {
        var path = Path.Combine(folder, part);
        return Directory.Exists(path) ? path
            : File.Exists(path + ".zip") ? path + ".zip"
            : null;
    }

    private sealed record Search(CorpusFolders Folders, string Experiment, FileDigestCache Digests);
}
