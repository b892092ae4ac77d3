using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Sets;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Download;

/// <summary>
/// Brings the recordings to where the other stages find them, and writes <c>manifest.csv</c>: path, bytes and SHA-256 of every file.
/// </summary>
/// <remarks>
/// An archive is unpacked into the store; a folder is read in place, its files counting as output by their digests; a synthetic corpus is
/// generated.
/// </remarks>
public sealed class DownloadStage : Stage<CorpusSetAcquisition>
{
    /// <summary>Folder of the recordings within the stage's outputs.</summary>
    public const string RecordingsFolder = "recordings";

    /// <summary>Table of all files.</summary>
    public const string ManifestFile = "manifest.csv";

    /// <summary>Table of the recordings that ffmpeg converted; there only where it was to convert some.</summary>
    public const string ConvertedFile = "converted.csv";

    private readonly string _keptFolder;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    public DownloadStage(ExperimentSetup setup)
        : base(Definition, setup.Corpora.Acquisition, static options => options.Parameters("dataset"), setup.Corpora.Acquisition.Inputs)
    {
        _keptFolder = setup.Workspace.DatasetsFolder;
        _threads = setup.Pool.ThreadCount;
    }

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Download, "Fetches or synthesises the recordings and verifies them.", [], static setup => new DownloadStage(setup));

    /// <summary>Folder of the recordings, given the stage's output folder.</summary>
    /// <param name="source">Place of the recordings.</param>
    /// <param name="outputFolder">Output folder of this stage.</param>
    public static string FolderOf(RecordingsSource source, string outputFolder)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.IsFolder ? source.Path! : Path.Combine(outputFolder, RecordingsFolder);
    }

    /// <inheritdoc/>
    public override async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var corpus = await new CorpusSetAcquirer(_keptFolder, _threads).AcquireAsync(
            Options,
            Path.Combine(context.OutputFolder, RecordingsFolder),
            note => context.Progress.Report(new StageProgress(0, 0, "files", note)),
            new AcquisitionRelay(context.Progress, "files"),
            cancellationToken);
        CorpusManifest.Write(context.OutputPath(ManifestFile), corpus.Files);
        if (corpus.Converted.Count > 0)
        {
            Corpora.Acquisition.ConvertedFile.Write(context.OutputPath(ConvertedFile), corpus.Converted);
        }

        RecordingDecoders.Note(corpus.Folder, corpus.Files.Select(static file => file.Path), context.OutputFolder);
        context.Summary = corpus.Summary();
        foreach (var file in Options.IsInPlace ? corpus.Files : [])
        {
            context.AddExternalItem($"{RecordingsFolder}/{file.Path}", file.Sha256);
        }
    }
}
