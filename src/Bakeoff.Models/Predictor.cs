using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>Judges sound with one model, or with the mean of the models of several folds.</summary>
/// <remarks>
/// <para>For a clip that was a fold's test clip, that fold's model gives the very bits of <c>predictions.csv</c>: the same decoder, features and network run.</para>
/// <para>Thread-safe: decoding and features run in parallel, the models one call at a time.</para>
/// </remarks>
public sealed class Predictor
{
    private readonly IReadOnlyList<TrainedModel> _models;
    private readonly FeatureExtractor _clipFeatures;
    private readonly FeatureExtractor _windowFeatures;
    private readonly WorkerPool _pool;
    private readonly Lock _modelsInUse = new();

    /// <summary>Joins models.</summary>
    /// <param name="name">What the models are called in results.</param>
    /// <param name="models">At least one; all of the same labels and features.</param>
    /// <param name="pool">Threads to compute with; they change no result.</param>
    /// <exception cref="ArgumentException">There is no model, or two differ in labels or features.</exception>
    public Predictor(string name, IReadOnlyList<TrainedModel> models, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(pool);
        if (models.Count == 0 || models.Any(m => !m.Labels.SequenceEqual(models[0].Labels, StringComparer.Ordinal) || !SameFeatures(m.Features, models[0].Features)))
        {
            throw new ArgumentException("The models differ in labels or feature settings, expected at least one and all alike.", nameof(models));
        }

        Name = name;
        _models = models;
        _pool = pool;
        _clipFeatures = new FeatureExtractor(models[0].Features);

        // A window is already a stretch of the clip: what a recipe leaves out at a clip's start or end was for whole clips.
        _windowFeatures = new FeatureExtractor(models[0].Features with { OffsetSeconds = 0, DurationSeconds = null });
    }

    /// <summary>What the models are called in results.</summary>
    public string Name { get; }

    /// <summary>Names of the classes in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => _models[0].Labels;

    /// <summary>How many folds' models are averaged.</summary>
    public int ModelCount => _models.Count;

    /// <summary>Judges one clip.</summary>
    /// <param name="sound">The decoded clip; channels are averaged.</param>
    /// <param name="clip">Name for results and messages.</param>
    /// <param name="course">Whether and how to cut it into windows.</param>
    /// <param name="cancellationToken">Ends the work between windows.</param>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    public ClipPrediction Predict(AudioSignal sound, string clip, CourseOptions course, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ArgumentNullException.ThrowIfNull(course);
        if (sound.IsSilent)
        {
            throw new UnusableClipException(clip, "sound is silent, expected a voice. Look at the microphone or at the channel that was recorded.");
        }

        var mono = sound.ToMono();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var whole = Judge([_clipFeatures.Extract(mono, sound.SampleRateHz)]);
            var windows = course.Covers(sound.DurationSeconds) ? JudgeWindows(mono, sound.SampleRateHz, course, cancellationToken) : [];
            return new ClipPrediction(clip, sound.DurationSeconds, Best(whole[0]), whole[0], windows);
        }
        catch (Exception fault) when (fault is UnusableSignalException or SequenceDataException or LayerShapeException)
        {
            throw new UnusableClipException(clip, fault.Message, fault);
        }
    }

    private List<WindowPrediction> JudgeWindows(float[] mono, int rateHz, CourseOptions course, CancellationToken cancellationToken)
    {
        // Batches keep memory bounded, however long the clip.
        const int batch = 64;
        var result = new List<WindowPrediction>();
        foreach (var windows in course.Windows(mono.Length, rateHz).Chunk(batch))
        {
            var voiced = windows.Where(w => !AudioSignal.IsSilence(mono.AsSpan(w.Start, w.Length))).ToList();
            var features = new List<FeatureMatrix>(voiced.Count);
            foreach (var (start, length) in voiced)
            {
                cancellationToken.ThrowIfCancellationRequested();
                features.Add(_windowFeatures.Extract(mono.AsSpan(start, length), rateHz));
            }

            var scores = new Queue<float[]>(features.Count == 0 ? [] : Judge(features));
            result.AddRange(windows.Select(window => Describe(window, rateHz, voiced.Contains(window) ? scores.Dequeue() : [])));
        }

        return result;
    }

    /// <summary>Of a silent window nothing is claimed.</summary>
    private WindowPrediction Describe((int Start, int Length) window, int rateHz, float[] scores) => new(
        (double)window.Start / rateHz, (double)(window.Start + window.Length) / rateHz, scores.Length == 0 ? null : Best(scores), scores);

    /// <summary>Probabilities of some clips: of a single model its own bits, of several the mean, summed in their order in float64.</summary>
    private float[][] Judge(IReadOnlyList<FeatureMatrix> clips)
    {
        var table = Join(clips);
        float[][,] answers;
        lock (_modelsInUse)
        {
            answers = [.. _models.Select(model => model.Predict(table, _pool))];
        }

        return [.. clips.Select((_, clip) => Enumerable.Range(0, Labels.Count).Select(k => Mean(answers, clip, k)).ToArray())];
    }

    private static float Mean(float[][,] answers, int clip, int label)
    {
        var sum = 0.0;
        foreach (var answer in answers)
        {
            sum += answer[clip, label];
        }

        return (float)(sum / answers.Length);
    }

    private static SequenceSet Join(IReadOnlyList<FeatureMatrix> clips)
    {
        var offsets = new long[clips.Count + 1];
        for (var i = 0; i < clips.Count; i++)
        {
            offsets[i + 1] = offsets[i] + clips[i].FrameCount;
        }

        float[] values = clips.Count == 1 ? clips[0].Values : [.. clips.SelectMany(clip => clip.Values)];
        return new SequenceSet(values, offsets, clips[0].FeatureCount);
    }

    private string Best(float[] scores) => Labels[Array.IndexOf(scores, scores.Max())];

    // Compared key by key, as the YAML has them: records compare their lists by reference.
    private static bool SameFeatures(FeatureOptions left, FeatureOptions right) => YamlOptions.Flatten(left, "features").SequenceEqual(YamlOptions.Flatten(right, "features"));
}
