using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Experiments.Datasets;
using Bakeoff.Experiments.Datasets.Indexing;
using Bakeoff.Experiments.FeatureFiles;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Stages;

/// <summary>Computes the features of every clip, in the index's order: <c>values.npy</c>, <c>offsets.npy</c> and <c>feature-names.txt</c>.</summary>
/// <remarks>Clips are computed a block at a time in parallel and written in order, so memory stays bounded and thread count changes nothing.</remarks>
public sealed class FeaturizeStage : IStage
{
    /// <summary>One name a column, a line each.</summary>
    public const string NamesFile = "feature-names.txt";

    /// <summary>Clips in memory at a time.</summary>
    private const int BlockSize = 256;

    private readonly FeatureOptions _options;
    private readonly RecordingsSource _source;
    private readonly int _threads;

    /// <summary>Creates the stage.</summary>
    /// <param name="options">The <c>features</c> section.</param>
    /// <param name="source">Where the recordings are on this machine.</param>
    /// <param name="parameters">Dotted keys of the section.</param>
    /// <param name="threads">Threads to compute with; changes no result.</param>
    public FeaturizeStage(FeatureOptions options, RecordingsSource source, IReadOnlyDictionary<string, string> parameters, int threads)
    {
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

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var clips = IndexTable.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.IndexFile));
        var recordings = DownloadStage.FolderOf(_source, context.InputFolder(StageNames.Download));
        var extractor = new FeatureExtractor(_options);
        File.WriteAllText(context.OutputPath(NamesFile), string.Concat(extractor.FeatureNames.Select(name => name + "\n")));

        using var writer = new FeatureTableWriter(context.OutputFolder, extractor.FeatureCount);
        var block = new FeatureMatrix[BlockSize];
        for (var start = 0; start < clips.Count; start += BlockSize)
        {
            var first = start;
            var count = Math.Min(BlockSize, clips.Count - first);
            ForEach(count, cancellationToken, i => block[i] = Extract(extractor, recordings, clips[first + i]));
            for (var i = 0; i < count; i++)
            {
                writer.Append(block[i].Values);
            }

            context.Progress.Report(new StageProgress(first + count, clips.Count, "clips"));
        }

        writer.Complete();
        return Task.CompletedTask;
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

    private static FeatureMatrix Extract(FeatureExtractor extractor, string recordings, Clip clip)
    {
        var signal = AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(recordings, clip.Path)), clip.Path);
        try
        {
            return extractor.Extract(signal.ToMono(), signal.SampleRateHz);
        }
        catch (UnusableSignalException fault)
        {
            throw new StageFailedException(StageNames.Featurize, $"{clip.Path}: {fault.Message}", fault);
        }
    }
}
