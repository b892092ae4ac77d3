using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Sets;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Download;

/// <summary>Brings the recordings to where the other stages find them, and writes <c>manifest.csv</c>: path, bytes and SHA-256 of every file.</summary>
/// <remarks>An archive is unpacked into the store; a folder is read in place, its files counting as output by their digests; a synthetic corpus is made.</remarks>
public sealed class DownloadStage : IStage
{
    /// <summary>Folder of the recordings within the stage's outputs.</summary>
    public const string RecordingsFolder = "recordings";

    /// <summary>Table of all files.</summary>
    public const string ManifestFile = "manifest.csv";

    private readonly CorpusSetAcquisition _acquisition;
    private readonly string _downloadFolder;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="acquisition">The corpora and the places of their recordings on this machine.</param>
    /// <param name="downloadFolder">Folder that keeps downloads under way between runs.</param>
    /// <param name="threads">Threads to work with; changes no result.</param>
    public DownloadStage(CorpusSetAcquisition acquisition, string downloadFolder, int threads)
    {
        _downloadFolder = downloadFolder;
        _acquisition = acquisition;
        _threads = threads;
        Parameters = acquisition.Parameters("dataset");
    }

    /// <summary>Name, sentence and inputs of the stage.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Download,
        "Fetches or synthesises the recordings and verifies them.",
        [],
        static setup => new DownloadStage(setup.Corpora.Acquisition, Path.Combine(setup.Workspace.DatasetsFolder, "downloads"), setup.Pool.ThreadCount));

    /// <inheritdoc/>
    public string Name => Definition.Name;

    /// <inheritdoc/>
    public string Description => Definition.Description;

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => Definition.Inputs;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => _acquisition.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(DownloadStage)];

    /// <summary>Folder of the recordings, given the stage's output folder.</summary>
    /// <param name="source">Where the recordings come from.</param>
    /// <param name="outputFolder">Output folder of this stage.</param>
    public static string FolderOf(RecordingsSource source, string outputFolder) => source.IsFolder ? source.Path! : Path.Combine(outputFolder, RecordingsFolder);

    /// <inheritdoc/>
    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var target = Path.Combine(context.OutputFolder, RecordingsFolder);
        var corpus = await new CorpusSetAcquirer(_downloadFolder, _threads).AcquireAsync(
            _acquisition,
            target,
            note => context.Progress.Report(new StageProgress(0, 0, "files", note)),
            new AcquisitionRelay(context.Progress, "files"),
            cancellationToken).ConfigureAwait(false);
        CorpusManifest.Write(context.OutputPath(ManifestFile), corpus.Files);
        if (_acquisition.IsInPlace)
        {
            foreach (var file in corpus.Files)
            {
                context.AddExternalItem($"{RecordingsFolder}/{file.Path}", file.Sha256);
            }
        }
    }
}
