using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Stress;

/// <summary>Everything that <see cref="AlterStage"/> reads of an experiment.</summary>
public sealed record AlterOptions
{
    /// <summary>The <c>features</c> section.</summary>
    [JsonPropertyName("features")]
    public required FeatureOptions Features { get; init; }

    /// <summary>Normalisation by clip, the one kind that is part of the extraction; else null.</summary>
    [JsonPropertyName("normalization")]
    public FeatureNormalization? ClipNormalization { get; init; }

    /// <summary>Altered copies that the model predicts with a recording; null for none.</summary>
    [JsonPropertyName("test_time"), ParameterIfGiven]
    public TestTimeAugmentation? TestTime { get; init; }

    /// <summary>Name of the condition.</summary>
    [JsonPropertyName(AlterStage.ConditionKey)]
    public required string Condition { get; init; }
}

/// <summary>
/// Computes the features of the test clips under one condition of a stress test, in the index's order: <c>values.npy</c>,
/// <c>offsets.npy</c>. Where a model predicts copies with a recording, those of each clip follow it.
/// </summary>
/// <remarks>
/// A stage of its own for each condition, which knows neither model nor, without such copies, seed: experiments with the same corpus, split
/// and features share the result. Clips are computed some at a time in parallel, so memory stays bounded and thread count changes nothing.
/// </remarks>
internal sealed class AlterStage : Stage<AlterOptions>
{
    /// <summary>Key of the condition among the parameters.</summary>
    internal const string ConditionKey = "condition";

    /// <summary>Clips of one thread in memory at a time.</summary>
    private const int ChunkSize = 32;

    private readonly RecordingsSource _source;
    private readonly int _threads;
    private readonly StressCondition _condition;
    private readonly ImpulseResponseFiles _sounds;

    private AlterStage(
        ExperimentSetup setup,
        AlterOptions options,
        IReadOnlyDictionary<string, string> parameters,
        StressCondition condition,
        ImpulseResponseFiles sounds)
        : base(
            DefinitionOf(condition.Name),
            options,
            _ => parameters,
            [.. setup.FeatureSources, .. sounds.Content is { } content ? [content] : Array.Empty<ExternalInput>()])
    {
        _source = setup.Source;
        _threads = setup.Pool.ThreadCount;
        _condition = condition;
        _sounds = sounds;
    }

    /// <summary>One stage for each condition of an experiment that this machine can make.</summary>
    /// <remarks>Every command makes them all, so what they have in common is written out once.</remarks>
    public static IReadOnlyList<AlterStage> All(ExperimentSetup setup, FileDigestCache digests)
    {
        var common = new AlterOptions
        {
            Features = setup.Options.Features,
            ClipNormalization = setup.Options.Normalization == FeatureNormalization.Clip ? FeatureNormalization.Clip : null,
            TestTime = TestTimeAugmentation.Of(setup.Options.Augmentation, setup.Options.Seed),
            Condition = "",
        };
        var parameters = YamlOptions.Flatten(common, "");
        return
        [
            .. StressConditions.Possible(setup.Options.Stress).Select(condition => new AlterStage(
                setup,
                common with { Condition = condition.Name },
                new Dictionary<string, string>(parameters.Concat(setup.FeatureEngine), StringComparer.Ordinal)
                {
                    [ConditionKey] = condition.Name,
                },
                condition,
                ImpulseResponseFiles.Find(setup.Workspace.Root, condition.Options.Noise ?? condition.Options.Room, digests))),
        ];
    }

    /// <summary>Name of the stage of a condition.</summary>
    public static string NameOf(string condition) => $"{StageNames.Stress}-{condition}";

    /// <summary>Positions of the clips that are tested in some fold, ascending: those whose features a stage leaves.</summary>
    public static int[] TestSide(IReadOnlyList<SplitFold> folds) =>
        [.. folds.SelectMany(static fold => fold.IndicesOf(Partition.Test)).Distinct().Order()];

    /// <inheritdoc/>
    public override IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) =>
    [
        .. ExternalInputs,
        .. RecordingDecoders.Behind(inputs),
        .. Alteration.CodecOf(_condition) is { } codec
            ? [RecordingDecoders.Of(_condition.Form.Kind == StressKind.Mp3 ? "MP3" : "Opus"), Ffmpeg(codec.Version ?? "none")]
            : Array.Empty<ExternalInput>(),
    ];

    /// <inheritdoc/>
    public override Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        if (Options.Features.Kind is ImportKind imported)
        {
            var details = new ErrorDetails($"features are those of {imported.File}, not of altered recordings")
            {
                Rule = "features that Bakeoff computes",
                NextStep = "Choose another kind of features.",
            };
            throw new StageFailedException(StageNames.Stress, details);
        }

        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var folds = SplitTable.Read(Path.Combine(context.InputFolder(StageNames.Split), SplitStage.SplitFile), clips);
        Clip[] tested = Array.ConvertAll(TestSide(folds), i => clips[i]);
        var recordings = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var extractor = new FeatureExtractor(
            Options.Features with { IsClipNormalized = Options.ClipNormalization == FeatureNormalization.Clip });
        var versions = 1 + (Options.TestTime?.Copies ?? 0);
        using var waiting = new WaitingFrames(context.OutputFolder, tested.Length * versions);
        var work = new Work(context, recordings, tested, new Alteration(_condition, _sounds.Paths), extractor, waiting)
        {
            TestTime = Options.TestTime,
        };

        // By file, so that a recording of many clips is decoded few times.
        int[][] chunks = [.. Enumerable.Range(0, tested.Length).OrderBy(i => tested[i].File, StringComparer.Ordinal).Chunk(ChunkSize)];
        ForEach(chunks, cancellationToken, chunk => work.Alter(chunk, _condition.Name, cancellationToken));
        using var writer = new FeatureFileWriter(context.OutputFolder, extractor.FeatureCount, Options.Features.Store);
        for (var i = 0; i < tested.Length * versions; i++)
        {
            using var frames = new ClipFrames(context.OutputFolder);
            waiting.CopyTo(i, frames.Add);
            writer.Append(frames);
        }

        context.Summary = $"{Quantity.Of(tested.Length, "clip")}, {Quantity.Of(writer.Complete(), "frame")}";
        return Task.CompletedTask;
    }

    private static StageDefinition DefinitionOf(string condition) => new(
        NameOf(condition),
        "Computes the features of the test clips under one condition of a stress test.",
        [StageNames.Download, StageNames.Index, StageNames.Split],
        static _ => throw new NotSupportedException("Conditions are stages of an experiment, made by All."));

    private static ExternalInput Ffmpeg(string version) =>
        new("ffmpeg", ContentDigest.OfText(version), new Dictionary<string, string>(StringComparer.Ordinal));

    private void ForEach(int[][] chunks, CancellationToken cancellationToken, Action<int[]> body)
    {
        try
        {
            var threads = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
            Parallel.ForEach(chunks, threads, body);
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is BakeoffException or IOException)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private sealed record Work(
        StageContext Context, string Recordings, Clip[] Clips, Alteration Alteration, FeatureExtractor Extractor, WaitingFrames Waiting)
    {
        private int _done;

        public TestTimeAugmentation? TestTime { get; init; }

        public void Alter(int[] chunk, string condition, CancellationToken cancellationToken)
        {
            var sounds = new AudioSignal[chunk.Length];
            ClipSounds.ForEach(
                Recordings,
                Array.ConvertAll(chunk, i => Clips[i]),
                new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = cancellationToken },
                (i, sound) => sounds[i] = new AudioSignal(sound.Info.SampleRateHz, 1, sound.ReadToEnd().ToMono()));
            var coded = RoundTrip(sounds, chunk, cancellationToken);
            foreach (var (i, sound) in sounds.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var clip = Clips[chunk[i]];
                try
                {
                    var altered = coded?[i] ?? Alteration.Apply(sound, RandomOf(clip, condition));
                    Alteration.RequireSound(altered, sound);
                    IReadOnlyList<float[]> versions =
                        [altered.Samples, .. TestTime?.CopiesOf(altered.Samples, altered.Samples, altered.SampleRateHz) ?? []];
                    foreach (var (version, samples) in versions.Index())
                    {
                        using var frames = new ClipFrames(Context.OutputFolder);
                        frames.Add(Extractor.Extract(samples, altered.SampleRateHz).Values);
                        Waiting.Add((chunk[i] * versions.Count) + version, frames);
                    }
                }
                catch (UnusableSignalException exception)
                {
                    exception.NextStep ??= "Make the condition milder or leave it out.";
                    throw new StageFailedException(
                        NameOf(condition), new ErrorDetails(exception.Message) { Where = $"{clip.Path} under {condition}" }, exception);
                }
            }

            Context.Progress.Report(new StageProgress(Interlocked.Add(ref _done, chunk.Length), Clips.Length, "clips"));
        }

        private IReadOnlyList<AudioSignal>? RoundTrip(AudioSignal[] sounds, int[] chunk, CancellationToken cancellationToken)
        {
            if (Alteration.Codec is not { } codec)
            {
                return null;
            }

            var folder = FolderOf(chunk);
            Directory.CreateDirectory(folder);
            try
            {
                return codec.RoundTrip(sounds, folder, cancellationToken);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        private string FolderOf(int[] chunk) =>
            Path.Combine(Context.ScratchFolder, chunk[0].ToString(CultureInfo.InvariantCulture));

        // A stream of its own for each clip and condition, so that neither other clips nor other experiments change it.
        private static SeededRandom RandomOf(Clip clip, string condition) =>
            new SeededRandom(0, "stress").Stream(clip.Sha256).Stream(condition);
    }
}
