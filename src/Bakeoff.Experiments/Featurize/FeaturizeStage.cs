using System.Globalization;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Features;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Computes the features of every clip, in the index's order: <c>values.npy</c>, <c>offsets.npy</c> and <c>feature-names.txt</c>.</summary>
/// <remarks>
/// Altered copies, where asked for, are tables of the same form in <c>copies/1</c>, <c>copies/2</c>, ...: copies of all clips, because which are trained on
/// differs between folds; only training takes them. Clips are computed a block at a time in parallel and written in order, so memory stays bounded and thread count changes nothing.
/// </remarks>
public sealed class FeaturizeStage : IStage
{
    /// <summary>One name a column, a line each.</summary>
    public const string NamesFile = "feature-names.txt";

    private const string CopiesFolder = "copies";

    /// <summary>Clips in memory at a time.</summary>
    private const int BlockSize = 256;

    private readonly FeatureOptions _options;
    private readonly WaveformAugmentationOptions? _augmentation;
    private readonly ulong _seed;
    private readonly RecordingsSource _source;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="options">The <c>features</c> section.</param>
    /// <param name="augmentation">The <c>augmentation</c> section; null for no copies.</param>
    /// <param name="seed">The experiment's seed; the stream <c>copies</c> is drawn from where there are copies.</param>
    /// <param name="source">Where the recordings are on this machine.</param>
    /// <param name="parameters">Dotted keys of what it reads.</param>
    /// <param name="threads">Threads to compute with; changes no result.</param>
    public FeaturizeStage(
        FeatureOptions options, WaveformAugmentationOptions? augmentation, ulong seed, RecordingsSource source, IReadOnlyDictionary<string, string> parameters, int threads)
    {
        _augmentation = augmentation;
        _seed = seed;
        _options = options;
        _source = source;
        _threads = threads;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Featurize;

    /// <inheritdoc/>
    public string Description => "Computes the features of every clip.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Download, StageNames.Index];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(FeaturizeStage)];

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
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var clips = IndexTable.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.IndexFile));
        var recordings = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var extractor = new FeatureExtractor(_options);
        File.WriteAllText(context.OutputPath(NamesFile), string.Concat(extractor.FeatureNames.Select(name => name + "\n")));

        for (var copy = 0; copy <= (_augmentation?.Copies ?? 0); copy++)
        {
            WriteTable(context, clips, recordings, extractor, copy, cancellationToken);
        }

        return Task.CompletedTask;
    }

    private static string CopyFolder(string outputFolder, int copy) => Path.Combine(outputFolder, CopiesFolder, copy.ToString(CultureInfo.InvariantCulture));

    // Copy 0 is the recording itself.
    private void WriteTable(StageContext context, IReadOnlyList<Clip> clips, string recordings, FeatureExtractor extractor, int copy, CancellationToken cancellationToken)
    {
        var folder = copy == 0 ? context.OutputFolder : CopyFolder(context.OutputFolder, copy);
        Directory.CreateDirectory(folder);
        using var writer = new FeatureTableWriter(folder, extractor.FeatureCount);
        var block = new FeatureMatrix[BlockSize];
        for (var start = 0; start < clips.Count; start += BlockSize)
        {
            var first = start;
            var count = Math.Min(BlockSize, clips.Count - first);
            ForEach(count, cancellationToken, i => block[i] = Extract(extractor, recordings, clips[first + i], copy));
            for (var i = 0; i < count; i++)
            {
                writer.Append(block[i].Values);
            }

            context.Progress.Report(new StageProgress((copy * clips.Count) + first + count, (1 + (_augmentation?.Copies ?? 0)) * clips.Count, "clips"));
        }

        writer.Complete();
    }

    private void ForEach(int count, CancellationToken cancellationToken, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken }, body);
        }
        catch (AggregateException fault) when (fault.InnerExceptions[0] is StageFailedException or AudioFormatException or IOException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault.InnerExceptions[0]);
        }
    }

    private FeatureMatrix Extract(FeatureExtractor extractor, string recordings, Clip clip, int copy)
    {
        var signal = AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(recordings, clip.Path)), clip.Path);
        try
        {
            var samples = signal.ToMono();
            return extractor.Extract(copy == 0 ? samples : Alter(samples, signal.SampleRateHz, clip, copy), signal.SampleRateHz);
        }
        catch (UnusableSignalException fault)
        {
            fault.NextStep = $"Leave the clip out. {fault.NextStep}".TrimEnd();
            throw new StageFailedException(StageNames.Featurize, $"{clip.Path}: {fault.Message}", fault);
        }
    }

    // A stream of its own for each copy of each clip, so that neither other clips nor more copies change it.
    private float[] Alter(ReadOnlySpan<float> samples, int sampleRateHz, Clip clip, int copy) => new WaveformAugmenter(_augmentation!)
        .Apply(samples, sampleRateHz, copy, new SeededRandom(_seed, "copies").Stream(clip.Path).Stream(copy.ToString(CultureInfo.InvariantCulture)));
}
