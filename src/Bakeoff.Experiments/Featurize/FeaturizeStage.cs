using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Corpora;
using Bakeoff.Corpora.FeatureTables;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Stages;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Everything that <see cref="FeaturizeStage"/> reads of an experiment.</summary>
public sealed record FeaturizeOptions
{
    /// <summary>The <c>features</c> section.</summary>
    [JsonPropertyName("features")]
    public required FeatureOptions Features { get; init; }

    /// <summary>Normalisation by clip, the one kind that is part of the extraction; else null.</summary>
    [JsonPropertyName("normalization")]
    public FeatureNormalization? ClipNormalization { get; init; }

    /// <summary>The <c>augmentation</c> section; null for no altered copies.</summary>
    [JsonPropertyName("augmentation")]
    public WaveformAugmentationOptions? Augmentation { get; init; }

    /// <summary>Seed of the experiment, which copies are drawn from; null where there are none.</summary>
    [JsonPropertyName("seed")]
    public ulong? Seed { get; init; }

    /// <summary>Takes what the stage reads from an experiment.</summary>
    internal static FeaturizeOptions From(ExperimentOptions options) =>
        new()
        {
            Features = options.Features,
            ClipNormalization = options.Normalization == FeatureNormalization.Clip ? FeatureNormalization.Clip : null,
            // How many copies a prediction takes changes none of them.
            Augmentation = options.Augmentation is { } augmentation ? augmentation with { TestTime = null } : null,
            Seed = options.Augmentation is null ? null : options.Seed,
        };
}

/// <summary>
/// Computes the features of every clip, in the index's order: <c>values.npy</c>, <c>offsets.npy</c> and <c>feature-names.txt</c>.
/// </summary>
/// <remarks>
/// Altered copies, where asked for, are tables of the same form in <c>copies/1</c>, <c>copies/2</c>, ...: copies of all clips, because
/// which are trained on differs between folds. Training takes them, and predictions of test clips that average over some. Clips are
/// computed a block at a time in parallel and written in order, so memory stays bounded and thread count changes nothing.
/// </remarks>
public sealed class FeaturizeStage : Stage<FeaturizeOptions>
{
    /// <summary>One name a column, a line each.</summary>
    public const string NamesFile = "feature-names.txt";

    /// <summary>Counts of a feature set's missing values; only where features are a set.</summary>
    public const string SetFile = "feature-set.json";

    private const string CopiesFolder = "copies";

    // Imported rows have no rate, but a signal is given with one.
    private const int AnyRateHz = 16_000;

    /// <summary>Clips in memory at a time.</summary>
    private const int BlockSize = 256;

    private readonly RecordingsSource _source;
    private readonly ImpulseResponseFiles _responses;
    private readonly WorkerPool _pool;
    private readonly string _root;

    /// <summary>Creates the stage.</summary>
    public FeaturizeStage(ExperimentSetup setup)
        : base(
            Definition,
            FeaturizeOptions.From(setup.Options),
            setup.FeatureEngine,
            [.. setup.FeatureSources, .. InputsOf(setup.ImpulseResponses)])
    {
        _source = setup.Source;
        _responses = setup.ImpulseResponses;
        _pool = setup.Pool;
        _root = setup.Workspace.Root;
    }

    private static IEnumerable<ExternalInput> InputsOf(ImpulseResponseFiles responses) => responses.Content is { } content ? [content] : [];

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } =
        new(
            StageNames.Featurize,
            "Computes the features of every clip.",
            [StageNames.Download, StageNames.Index],
            static setup => new FeaturizeStage(setup));

    private int CopyCount => Options.Augmentation?.Copies ?? 0;

    /// <summary>Folders of the copies' tables in this stage's outputs, in order.</summary>
    /// <param name="outputFolder">Output folder of this stage.</param>
    public static IEnumerable<string> CopyFolders(string outputFolder)
    {
        for (var copy = 1; Directory.Exists(CopyFolder(outputFolder, copy)); copy++)
        {
            yield return CopyFolder(outputFolder, copy);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) =>
        [.. ExternalInputs, .. RecordingDecoders.Behind(inputs)];

    /// <inheritdoc/>
    public override async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var recordings = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var extractor = new FeatureExtractor(
            Options.Features with
            {
                IsClipNormalized = Options.ClipNormalization == FeatureNormalization.Clip,
            });
        var names = string.Concat(extractor.FeatureNames.Select(static name => $"{name}\n"));
        await File.WriteAllTextAsync(context.OutputPath(NamesFile), names, cancellationToken).ConfigureAwait(false);
        if (Options.Features.Kind is ImportKind imported)
        {
            await ImportAsync(context, clips, imported, extractor, cancellationToken).ConfigureAwait(false);
            return;
        }

        var means = new Means(recordings, extractor, CreateAugmenter(), new MissingValues());
        var frames = WriteTable(context, clips, means, copy: 0, cancellationToken);
        for (var copy = 1; copy <= CopyCount; copy++)
        {
            WriteTable(context, clips, means, copy, cancellationToken);
        }

        context.Summary = $"{Quantity.Of(clips.Count, "clip")} x {Quantity.Of(extractor.FeatureCount, "feature")}, "
            + $"{Quantity.Of(frames, "frame")}{(CopyCount == 0 ? "" : $", each clip again in {CopyCount} altered copies")}"
            + $"{(WriteSetReport(context, clips, means, frames)?.Describe() is { } missing ? $"; {missing}" : "")}";
    }

    // The rows of a clip stand in the place of its samples.
    private async Task ImportAsync(
        StageContext context, IReadOnlyList<Clip> clips, ImportKind kind, FeatureExtractor extractor, CancellationToken cancellationToken)
    {
        var file = ImportedFeatures.PathOf(_root, kind);
        var table = await FeatureTable.ReadAsync(file, ImportedFeatures.SelectionOf(kind), cancellationToken).ConfigureAwait(false);
        var rows = ImportedRows.Find(table, clips, kind.Rows);
        using var writer = new FeatureFileWriter(context.OutputFolder, extractor.FeatureCount, Options.Features.Store);
        for (var i = 0; i < clips.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var frames = new ClipFrames(context.OutputFolder);
            Extract(clips[i], () => frames.Add(extractor.Extract(rows.Of(i), Options.Features.SampleRateHz ?? AnyRateHz).Values));
            writer.Append(frames);
        }

        context.Summary = $"{Quantity.Of(clips.Count, "clip")} x {Quantity.Of(extractor.FeatureCount, "feature")}, "
            + $"{Quantity.Of(writer.Complete(), "row")} of {kind.File}"
            + (rows.OtherCount == 0 ? "" : $"; {Quantity.Of(rows.OtherCount, "row")} of other clips left out");
    }

    private SetReport? WriteSetReport(StageContext context, IReadOnlyList<Clip> clips, Means means, long frames)
    {
        if (Options.Features.Set is not { } set)
        {
            return null;
        }

        var report = new SetReport
        {
            Set = set.Name,
            Clips = clips.Count,
            Values = frames * means.Extractor.FeatureCount,
            MissingValues = means.Missing.Values,
            ClipsWithMissing = means.Missing.Clips,
            NarrowClips = clips.Count(clip => Math.Min(clip.SampleRateHz, set.SampleRateHz ?? int.MaxValue) < set.FullBandRateHz),
            FullBandRateHz = set.FullBandRateHz,
        };
        report.Write(context.OutputPath(SetFile));
        return report;
    }

    private static string CopyFolder(string outputFolder, int copy) =>
        Path.Combine(outputFolder, CopiesFolder, copy.ToString(CultureInfo.InvariantCulture));

    private WaveformAugmenter? CreateAugmenter() =>
        Options.Augmentation is not { } augmentation ? null
        : augmentation.Reverb is null ? new WaveformAugmenter(augmentation)
        : new WaveformAugmenter(
            augmentation,
            augmentation.Reverb.Room is { } room
                ? Reverberation.InRoom(room, Options.Seed!.Value)
                : Reverberation.FromResponses(_responses.Read()));

    // Copy 0 is the recording itself. Returns the number of frames.
    private long WriteTable(StageContext context, IReadOnlyList<Clip> clips, Means means, int copy, CancellationToken cancellationToken)
    {
        var folder = copy == 0 ? context.OutputFolder : CopyFolder(context.OutputFolder, copy);
        Directory.CreateDirectory(folder);
        using var writer = new FeatureFileWriter(folder, means.Extractor.FeatureCount, Options.Features.Store);
        if (clips.Any(static clip => clip.Stretch is not null))
        {
            WriteStretches(context, clips, means, (copy, folder, writer), cancellationToken);
            return writer.Complete();
        }

        var done = copy * clips.Count;
        for (var start = 0; start < clips.Count; start += BlockSize)
        {
            var first = start;
            var count = Math.Min(BlockSize, clips.Count - first);
            ClipFrames[] block = [.. Enumerable.Range(0, count).Select(_ => new ClipFrames(folder))];
            try
            {
                _pool.Run(count, block, (i, frames) =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var clip = clips[first + i];
                    using var recording = AudioReader.Open(Path.Combine(means.Recordings, clip.File), clip.Path);
                    Extract(means, recording, clip, copy, frames[i]);
                    context.Progress.Report(new StageProgress(Interlocked.Increment(ref done), (1 + CopyCount) * clips.Count, "clips"));
                });
                Array.ForEach(block, writer.Append);
            }
            finally
            {
                Array.ForEach(block, static frames => frames.Dispose());
            }
        }

        return writer.Complete();
    }

    // Files are decoded once each, so frames come file by file; they wait in one temporary file until all are there.
    private void WriteStretches(
        StageContext context,
        IReadOnlyList<Clip> clips,
        Means means,
        (int Copy, string Folder, FeatureFileWriter Writer) target,
        CancellationToken cancellationToken)
    {
        using var waiting = new WaitingFrames(target.Folder, clips.Count);
        var done = target.Copy * clips.Count;
        try
        {
            ClipSounds.ForEach(
                means.Recordings,
                clips,
                new ParallelOptions { MaxDegreeOfParallelism = _pool.ThreadCount, CancellationToken = cancellationToken },
                (i, sound) =>
                {
                    using var frames = new ClipFrames(target.Folder);
                    Extract(means, sound, clips[i], target.Copy, frames);
                    waiting.Add(i, frames);
                    context.Progress.Report(
                        new StageProgress(Interlocked.Increment(ref done), (1 + CopyCount) * clips.Count, "clips"));
                });
        }
        catch (AggregateException exception) when (IsExpected(exception.InnerExceptions[0]))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        for (var i = 0; i < clips.Count; i++)
        {
            using var frames = new ClipFrames(target.Folder);
            waiting.CopyTo(i, frames.Add);
            target.Writer.Append(frames);
        }
    }

    private static bool IsExpected(Exception exception) => exception is StageFailedException or AudioFormatException or IOException;

    private void Extract(Means means, AudioReader recording, Clip clip, int copy, ClipFrames frames) => Extract(clip, () =>
    {
        if (copy == 0)
        {
            means.Missing.Add(means.Extractor.Extract(recording, frames.Add));
            return;
        }

        var rateHz = recording.Info.SampleRateHz;
        var altered = means.Augmenter!.Apply(recording.ReadToEnd().ToMono(), rateHz, copy, WaveformAugmenter.StreamOf(Options.Seed!.Value, clip.Sha256, copy));
        frames.Add(means.Extractor.Extract(altered, rateHz).Values);
    });

    private static void Extract(Clip clip, Action extract)
    {
        try
        {
            extract();
        }
        catch (UnusableSignalException exception)
        {
            exception.NextStep = $"Leave the clip out. {exception.NextStep}".TrimEnd();
            throw new StageFailedException(StageNames.Featurize, new ErrorDetails(exception.Message) { Where = clip.Path }, exception);
        }
    }

    /// <summary>Place of the recordings, and the means to compute features of them.</summary>
    private sealed record Means(string Recordings, FeatureExtractor Extractor, WaveformAugmenter? Augmenter, MissingValues Missing);

    /// <summary>Counts values of the clips themselves, copies left out, that do not exist. Thread-safe.</summary>
    private sealed class MissingValues
    {
        private long _values;
        private int _clips;

        public long Values => _values;

        public int Clips => _clips;

        public void Add(int count)
        {
            if (count > 0)
            {
                Interlocked.Add(ref _values, count);
                Interlocked.Increment(ref _clips);
            }
        }
    }
}
