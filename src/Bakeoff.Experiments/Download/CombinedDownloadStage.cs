using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Combining;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Download;

/// <summary>Brings the recordings of several corpora together, each into a folder of its name, and writes one <c>manifest.csv</c>.</summary>
/// <remarks>Folders at hand are copied, so that the stages after this one find all recordings in one place.</remarks>
public sealed class CombinedDownloadStage : IStage
{
    private readonly IReadOnlyList<CorpusPart> _parts;
    private readonly string _downloadFolder;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="parts">The corpora.</param>
    /// <param name="parameters">Dotted keys that decide what is fetched.</param>
    /// <param name="downloadFolder">Folder that keeps downloads under way between runs.</param>
    /// <param name="threads">Threads to work with; changes no result.</param>
    public CombinedDownloadStage(IReadOnlyList<CorpusPart> parts, IReadOnlyDictionary<string, string> parameters, string downloadFolder, int threads)
    {
        _parts = parts;
        _downloadFolder = downloadFolder;
        _threads = threads;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Download;

    /// <inheritdoc/>
    public string Description => "Fetches or synthesises the recordings of all corpora and verifies them.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [.. _parts.Where(part => part.Source.Content is not null).Select(part => part.Source.Content!)];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(CombinedDownloadStage)];

    /// <inheritdoc/>
    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var acquisition = new RecordingsAcquisition(_downloadFolder, _threads);
        var files = new List<ManifestEntry>();
        foreach (var part in _parts)
        {
            var target = Path.Combine(context.OutputFolder, DownloadStage.RecordingsFolder, part.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var corpus = await acquisition.AcquireAsync(part.Description, part.Source, target, context.Progress, cancellationToken).ConfigureAwait(false);
            if (part.Source.IsFolder)
            {
                Copy(corpus, target, cancellationToken);
            }

            files.AddRange(corpus.Files.Select(file => file with { Path = $"{part.Name}/{file.Path}" }));
        }

        CorpusManifest.Write(context.OutputPath(DownloadStage.ManifestFile), files);
    }

    private static void Copy(AcquiredCorpus corpus, string target, CancellationToken cancellationToken)
    {
        foreach (var file in corpus.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(target, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Path.Combine(corpus.Folder, file.Path), path);
        }
    }
}
