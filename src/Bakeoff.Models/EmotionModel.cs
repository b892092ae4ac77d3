using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>
/// Predicts the emotion in recordings with one trained network, classifier or ensemble, or with the mean of the models of several folds.
/// </summary>
/// <remarks>
/// <para>Determinism: equal models and recordings give equal bits on every machine and with any number of threads. The test clip of a fold
/// gets the
/// probabilities that the experiment's <c>predictions.csv</c> holds.</para>
/// <para>Thread-safe: recordings are decoded and their features computed in parallel, models run one call at a time.</para>
/// </remarks>
public sealed class EmotionModel
{
    private const string UnnamedClip = "recording";
    private const int BlockLength = 1 << 14;

    private readonly IReadOnlyList<TrainedModel> _models;
    private readonly ModelOutputs _outputs;

    /// <summary>Combines models whose probabilities are averaged.</summary>
    /// <param name="name">Name of the model in results and messages.</param>
    /// <param name="models">At least one; all with the same labels and feature settings.</param>
    /// <param name="pool">Threads that compute; they change no result.</param>
    /// <exception cref="ArgumentException">There is no model, or two differ in labels or feature settings.</exception>
    public EmotionModel(string name, IReadOnlyList<TrainedModel> models, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(pool);
        if (models.Count == 0 || models.Any(model => !AreCompatible(model, models[0])))
        {
            throw new ArgumentException(
                "The models differ in labels or feature settings, expected at least one model and the same in all.",
                nameof(models));
        }

        Name = name;
        _models = models;
        _outputs = new ModelOutputs(models, pool);
    }

    private delegate ReadOnlySpan<float> WindowReader(long start, int length);

    /// <summary>Name of the model in results and messages.</summary>
    public string Name { get; }

    /// <summary>Names of the classes in the order of the probabilities; empty for a model that predicts numbers alone.</summary>
    public IReadOnlyList<string> Labels => _models[0].Labels;

    /// <summary>Names of the numbers that are predicted, in the order of the values; empty for a model of classes.</summary>
    public IReadOnlyList<string> Targets => _models[0].Targets;

    /// <summary>Answers and correct answers on clips that were held out of the training, for rising thresholds of the probability; of several
    /// folds, each fold's model alone, added up. Empty where probabilities are not calibrated.</summary>
    public IReadOnlyList<ConfidenceStep> ConfidenceSteps =>
        ConfidenceStep.Sum([.. _models.Select(static model => model.Calibration?.Steps ?? [])]);

    /// <summary>Bounds of sets of labels with a stated coverage; of several folds, the smallest bound of each, which makes sets larger. Empty
    /// where a model's probabilities are not calibrated.</summary>
    public IReadOnlyList<ConformalLevel> Conformal => _models.Any(static model => model.Calibration is not { IsFitted: true })
        ? []
        :
        [
            .. _models
                .SelectMany(static model => model.Calibration!.Conformal)
                .GroupBy(static level => level.Coverage)
                .Select(static same => new ConformalLevel(same.Key, same.Min(static level => level.LeastProbability))),
        ];

    /// <summary>Number of models whose probabilities are averaged: 1, or the number of folds.</summary>
    public int ModelCount => _models.Count;

    /// <summary>Loads the model in a folder; the models of several folds are averaged.</summary>
    /// <param name="folder">Folder of a model (<c>model.json</c>), of the folders <c>fold-*</c>, or of an experiment's results.</param>
    /// <exception cref="ModelNotFoundException">There is no model.</exception>
    /// <exception cref="ModelFormatException">A file is missing or damaged, or the model cannot predict single recordings.</exception>
    public static EmotionModel Load(string folder) => Load(folder, new ModelLoadOptions());

    /// <summary>Loads the model in a folder.</summary>
    /// <param name="folder">Folder of a model (<c>model.json</c>), of the folders <c>fold-*</c>, or of an experiment's results.</param>
    /// <param name="options">Fold, name and threads.</param>
    /// <exception cref="ModelNotFoundException">There is no model, or no such fold.</exception>
    /// <exception cref="ModelFormatException">
    /// A file is missing, damaged or of another version, the folds differ in labels or features, or the model cannot predict single
    /// recordings.
    /// </exception>
    public static EmotionModel Load(string folder, ModelLoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        List<TrainedModel> models = [.. ModelFolders.Select(folder, options.Fold, options.Name ?? folder).Select(LoadUsable)];
        if (models.Any(model => !AreCompatible(model, models[0])))
        {
            throw new ModelFormatException(
                folder,
                new ErrorDetails("the models of the folds differ in labels or feature settings")
                {
                    Rule = "models of one experiment",
                    NextStep = "Train again, or name one of the folds.",
                });
        }

        return new EmotionModel(options.Name ?? FolderName(folder), models, options.Pool);
    }

    /// <summary>Predicts the emotion in a WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus file. Channels are averaged, any
    /// sample rate is resampled.</summary>
    /// <param name="path">Path of the file; its content decides on the format.</param>
    /// <exception cref="AudioFormatException">The file cannot be decoded.</exception>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public Prediction Predict(string path) => Predict(path, TrajectoryOptions.None);

    /// <summary>Predicts the emotion in a WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus file, and over time.</summary>
    /// <param name="path">Path of the file; its content decides on the format.</param>
    /// <param name="trajectory">Windows of the prediction over time.</param>
    /// <exception cref="AudioFormatException">The file cannot be decoded.</exception>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public Prediction Predict(string path, TrajectoryOptions trajectory)
    {
        using var recording = AudioReader.Open(path);
        return Predict(recording, trajectory);
    }

    /// <summary>Predicts the emotion in an open recording, and over time.</summary>
    /// <param name="recording">The recording at its start; its name is that of the clip.</param>
    /// <param name="trajectory">Windows of the prediction over time.</param>
    /// <param name="cancellationToken">Stops between windows.</param>
    /// <exception cref="AudioFormatException">The samples are damaged.</exception>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>
    /// A long recording is read several times over, so that memory does not grow with its length. Networks with layers that look at all
    /// frames at once (convolution, attention, bidirectional ones) hold all features and activations; models that predict altered copies
    /// with a recording (<see cref="TestTimeAugmentation"/>) hold its samples.
    /// </remarks>
    public Prediction Predict(AudioReader recording, TrajectoryOptions trajectory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(trajectory);
        return recording.IsLong && !_outputs.NeedWholeClips
            ? PredictLong(recording, trajectory, cancellationToken)
            : Predict(recording.ReadToEnd(), recording.Name, trajectory, cancellationToken);
    }

    /// <summary>Predicts the emotion in a WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus recording read from a stream.</summary>
    /// <param name="recording">The bytes of a file, from the stream's position to its end; the stream stays open.</param>
    /// <exception cref="AudioFormatException">The recording cannot be decoded.</exception>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    public Prediction Predict(Stream recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        using var reader = AudioReader.Open(recording, UnnamedClip);
        return Predict(reader, TrajectoryOptions.None);
    }

    /// <summary>Predicts the emotion in samples of one channel.</summary>
    /// <param name="samples">Mono samples, full scale at -1 and 1; copied.</param>
    /// <param name="sampleRateHz">Sample rate in hertz; positive.</param>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    public Prediction Predict(ReadOnlySpan<float> samples, int sampleRateHz) =>
        Predict(new AudioSignal(sampleRateHz, channelCount: 1, samples.ToArray()));

    /// <summary>Predicts the emotion in a decoded clip.</summary>
    /// <param name="clip">The clip; channels are averaged.</param>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    public Prediction Predict(AudioSignal clip) => Predict(clip, UnnamedClip, TrajectoryOptions.None);

    /// <summary>Predicts the emotion in a decoded clip, and over time.</summary>
    /// <param name="clip">The clip; channels are averaged.</param>
    /// <param name="name">Name of the clip in the result and in messages.</param>
    /// <param name="trajectory">Windows of the prediction over time.</param>
    /// <param name="cancellationToken">Stops between windows.</param>
    /// <exception cref="UnusableClipException">The clip is silent, too short, or of a length that does not fit.</exception>
    /// <remarks>Memory grows with the clip's duration, not with the number of windows.</remarks>
    public Prediction Predict(AudioSignal clip, string name, TrajectoryOptions trajectory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(trajectory);
        var meter = new LevelMeter(clip.SampleRateHz, clip.ChannelCount);
        meter.Add(clip.Samples);
        RequireUsable(meter, name);
        var mono = clip.ToMono();
        return Predict(
            new Prediction(name, clip.DurationSeconds, "", [], []) { Peak = meter.Peak },
            () => _outputs.OfClip(clip, mono),
            () =>
                trajectory.Covers(clip.DurationSeconds)
                    ? PredictWindows(
                        trajectory,
                        mono.Length,
                        clip.SampleRateHz,
                        (start, length) => mono.AsSpan((int)start, length),
                        cancellationToken)
                    : [],
            cancellationToken);
    }

    /// <summary>Begins a prediction over time of sound that comes some at a time, as from a microphone.</summary>
    /// <param name="sampleRateHz">Sample rate of the sound in hertz; positive.</param>
    /// <param name="windows">Duration and step of the windows; their choice of clips has no meaning here.</param>
    /// <exception cref="ArgumentException">The windows break a rule; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    /// <exception cref="UnusableClipException">The model cannot take such windows: they are too short, or the rate is too low.</exception>
    public EmotionStream BeginStream(int sampleRateHz, TrajectoryOptions windows) => new(this, sampleRateHz, windows);

    private Prediction PredictLong(AudioReader recording, TrajectoryOptions trajectory, CancellationToken cancellationToken)
    {
        var (name, rateHz) = (recording.Name, recording.Info.SampleRateHz);
        var meter = Measure(recording, cancellationToken);
        RequireUsable(meter, name);
        return Predict(
            new Prediction(name, meter.Seconds, "", [], []) { Peak = meter.Peak },
            () => _outputs.OfRecording(recording),
            () =>
            {
                if (!trajectory.Covers(meter.Seconds))
                {
                    return [];
                }

                recording.Rewind();
                var window = new MonoWindow(recording);
                return PredictWindows(trajectory, meter.SampleCount, rateHz, window.MoveTo, cancellationToken);
            },
            cancellationToken);
    }

    private Prediction Predict(
        Prediction clip,
        Func<float[]> predictWhole,
        Func<List<WindowPrediction>> predictWindows,
        CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var whole = predictWhole();
            var (label, probabilities, values) = Divide(whole);
            return clip with { Label = label ?? "", Probabilities = probabilities, Values = values, Trajectory = predictWindows() };
        }
        catch (BakeoffException exception) when (IsUnusable(exception))
        {
            throw new UnusableClipException(clip.Clip, DescribeFor(clip.Clip, exception), exception);
        }
    }

    private static LevelMeter Measure(AudioReader recording, CancellationToken cancellationToken)
    {
        var meter = new LevelMeter(recording.Info.SampleRateHz, recording.Info.ChannelCount);
        var block = new float[BlockLength];
        int read;
        while ((read = recording.Read(block)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            meter.Add(block.AsSpan(0, read));
        }

        recording.Rewind();
        return meter;
    }

    // The rule of the index, so that what no model was trained on is not predicted.
    private static void RequireUsable(LevelMeter meter, string name)
    {
        if (meter.FindFault() is { } fault)
        {
            throw new UnusableClipException(
                name,
                fault with
                {
                    Where = name,
                    NextStep = meter.Seconds < LevelMeter.DefaultMinSeconds ? null : "Check the microphone and the recorded channels.",
                });
        }
    }

    private static string FolderName(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private static TrainedModel LoadUsable(string folder)
    {
        var model = TrainedModel.Load(folder);
        if (model.Labels.Count + model.Targets.Count == 0)
        {
            throw new ModelFormatException(
                folder,
                new ErrorDetails("the model names no classes")
                {
                    Rule = $"'class_names' in {TrainedModel.DescriptionName}",
                    NextStep = "Train the model with Bakeoff, or add the names.",
                });
        }

        var kinds = model.Members.SelectMany(static member => member.Features.Kinds);
        if (kinds.FirstOrDefault(static kind => !kind.ReadsSound) is { } kind)
        {
            throw new ModelFormatException(
                folder,
                new ErrorDetails($"the model was trained with features: {{kind: {kind.Name}}}, values that another program computed")
                {
                    Rule = "features that are computed from the recording",
                    NextStep = "Train with a kind that reads sound; predictions of the experiment's own clips are in its predictions.csv.",
                });
        }

        // Networks that features come from lie outside the model's folder.
        if (model.Members.SelectMany(static member => member.Features.Validate()).FirstOrDefault() is { } problem)
        {
            throw new ModelFormatException(folder, new ErrorDetails($"the model's features.{problem.Key} {problem.Message}"));
        }

        return model.Normalization != FeatureNormalization.Speaker
            ? model
            : throw new ModelFormatException(
                folder,
                new ErrorDetails("the model was trained with normalization: speaker and needs all clips of a speaker at once")
                {
                    Rule = "a model that can predict a single recording",
                    NextStep = "Train with normalization: train or clip.",
                });
    }

    private static bool AreCompatible(TrainedModel left, TrainedModel right) =>
        left.Labels.SequenceEqual(right.Labels, StringComparer.Ordinal)
        && left.Targets.SequenceEqual(right.Targets, StringComparer.Ordinal)
        && left.Members.Count == right.Members.Count
        && left.Members.Zip(right.Members).All(static pair => ModelOutputs.HaveSameFeatures(pair.First.Features, pair.Second.Features));

    private static bool IsUnusable(BakeoffException exception) =>
        exception is UnusableSignalException or SequenceDataException or LayerShapeException;

    // The place of a SequenceDataException is the number of the clip in a batch, which means nothing to the caller.
    private static ErrorDetails DescribeFor(string name, BakeoffException exception) =>
        new(exception.Where is null || exception is SequenceDataException ? exception.What : $"{exception.Where}: {exception.What}")
        {
            Where = name,
            Value = exception.Value,
            Rule = exception.Rule,
            NextStep = exception.NextStep,
        };

    /// <summary>Predicts one window of a stream as if it were a clip.</summary>
    internal WindowPrediction PredictWindow(string name, ReadOnlySpan<float> sound, long start, int sampleRateHz)
    {
        try
        {
            var window = (start, sound.Length);
            return AudioSignal.IsSilence(sound)
                ? DescribeWindow(window, sampleRateHz, [])
                : DescribeWindow(window, sampleRateHz, _outputs.OfWindows([_outputs.ExtractWindow(sound, sampleRateHz)])[0]);
        }
        catch (BakeoffException exception) when (IsUnusable(exception))
        {
            throw new UnusableClipException(name, DescribeFor(name, exception), exception);
        }
    }

    private List<WindowPrediction> PredictWindows(
        TrajectoryOptions trajectory,
        long sampleCount,
        int sampleRateHz,
        WindowReader read,
        CancellationToken cancellationToken)
    {
        // Batches bound the memory for features, however long the clip.
        const int batch = 64;
        var result = new List<WindowPrediction>();
        foreach (var windows in trajectory.Windows(sampleCount, sampleRateHz).Chunk(batch))
        {
            var features = new List<FeatureMatrix[][]>(windows.Length);
            var isVoiced = new bool[windows.Length];
            for (var i = 0; i < windows.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sound = read(windows[i].Start, windows[i].Length);
                isVoiced[i] = !AudioSignal.IsSilence(sound);
                if (isVoiced[i])
                {
                    features.Add(_outputs.ExtractWindow(sound, sampleRateHz));
                }
            }

            var probabilities = new Queue<float[]>(features.Count == 0 ? [] : _outputs.OfWindows(features));
            result.AddRange(
                windows.Select((window, i) => DescribeWindow(window, sampleRateHz, isVoiced[i] ? probabilities.Dequeue() : [])));
        }

        return result;
    }

    private WindowPrediction DescribeWindow((long Start, int Length) window, int sampleRateHz, float[] outputs)
    {
        var (start, end) = ((double)window.Start / sampleRateHz, (double)(window.Start + window.Length) / sampleRateHz);
        var (label, probabilities, values) = Divide(outputs);
        return new WindowPrediction(start, end, label, probabilities) { Values = values };
    }

    /// <summary>The most probable label, null without probabilities, these, and the numbers behind them; nothing of a silent window.</summary>
    private (string? Label, float[] Probabilities, float[] Values) Divide(float[] outputs)
    {
        var probabilities = outputs[..Math.Min(outputs.Length, Labels.Count)];
        return (
            probabilities.Length == 0 ? null : Labels[Array.IndexOf(probabilities, probabilities.Max())],
            probabilities,
            outputs[probabilities.Length..]);
    }
}
