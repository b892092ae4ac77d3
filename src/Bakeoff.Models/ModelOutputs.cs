using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>Outputs of models that are averaged, from sound: features that several take are computed once.</summary>
/// <remarks>Thread-safe: features are computed in parallel, models run one call at a time.</remarks>
/// <param name="models">At least one, of the same outputs.</param>
/// <param name="pool">Threads that compute; they change no result.</param>
internal sealed class ModelOutputs(IReadOnlyList<TrainedModel> models, WorkerPool pool)
{
    private readonly IReadOnlyList<Source> _sources = Source.Of(models);
    private readonly Lock _modelsInUse = new();

    /// <summary>True for equal settings. Compared key by key: records compare their lists by reference.</summary>
    public static bool HaveSameFeatures(FeatureOptions left, FeatureOptions right) =>
        YamlOptions.Flatten(left, "features").SequenceEqual(YamlOptions.Flatten(right, "features"));

    /// <summary>True if a recording is predicted with altered copies, which are made of all its samples at once.</summary>
    public bool NeedWholeClips => _sources.Any(static source => source.TestTime is not null);

    /// <summary>Features of a window for each of the sources: of itself and its altered copies.</summary>
    public FeatureMatrix[][] ExtractWindow(ReadOnlySpan<float> sound, int sampleRateHz)
    {
        var features = new FeatureMatrix[_sources.Count][];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = _sources[i].Extract(_sources[i].Window, sound, sound, sampleRateHz);
        }

        return features;
    }

    /// <summary>Outputs for a whole clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="mono">Mean of its channels.</param>
    public float[] OfClip(AudioSignal clip, float[] mono) =>
        OfWindows([[.. _sources.Select(source => source.Extract(source.Clip, mono, clip.Samples, clip.SampleRateHz))]])[0];

    /// <summary>Outputs for some windows.</summary>
    /// <param name="clips">The <see cref="ExtractWindow"/> of each.</param>
    public float[][] OfWindows(IReadOnlyList<FeatureMatrix[][]> clips)
    {
        var answers = new Dictionary<TrainedModel, float[,]>();
        lock (_modelsInUse)
        {
            foreach (var (i, source) in _sources.Index())
            {
                List<SequenceSet> versions = [.. clips[0][i].Select((_, version) => Join(clips.Select(clip => clip[i][version])))];
                foreach (var member in source.Members)
                {
                    answers[member] = member.PredictMean(versions, pool);
                }
            }
        }

        return Combine(answers, clips.Count);
    }

    /// <summary>Outputs for a long recording: frames go through the networks as they come, where they can.</summary>
    public float[] OfRecording(AudioReader recording)
    {
        var answers = new Dictionary<TrainedModel, float[,]>();
        lock (_modelsInUse)
        {
            foreach (var (i, source) in _sources.Index())
            {
                if (i > 0)
                {
                    recording.Rewind();
                }

                foreach (var (member, output) in source.PredictLong(recording, pool))
                {
                    answers[member] = output;
                }
            }
        }

        return Combine(answers, clips: 1)[0];
    }

    /// <summary>
    /// Outputs of each model from those of its members: a single model's own bits; of several models the mean, summed in their order in
    /// float64.
    /// </summary>
    private float[][] Combine(Dictionary<TrainedModel, float[,]> members, int clips)
    {
        var mean = TrainedModel.MeanOf(
            [.. models.Select(model => model.Combine([.. model.Members.Select(member => members[member])]))]);
        return [.. Enumerable.Range(0, clips).Select(clip => Enumerable.Range(0, mean.GetLength(1)).Select(k => mean[clip, k]).ToArray())];
    }

    private static SequenceSet Join(IEnumerable<FeatureMatrix> clips) =>
        SequenceSet.Join([.. clips.Select(static clip => new SequenceSet(clip.Values, [0, clip.FrameCount], clip.FeatureCount))]);

    /// <summary>Features that some models take.</summary>
    /// <param name="Clip">Extraction from a whole clip.</param>
    /// <param name="Window">Extraction from a window, which is already a part of the clip: the settings that skip the start or the end are
    /// left out.</param>
    /// <param name="Members">The models: those of ensembles one by one.</param>
    private sealed record Source(FeatureExtractor Clip, FeatureExtractor Window, IReadOnlyList<TrainedModel> Members)
    {
        public TestTimeAugmentation? TestTime => Members[0].TestTime;

        public static IReadOnlyList<Source> Of(IReadOnlyList<TrainedModel> models)
        {
            var groups = new List<List<TrainedModel>>();
            foreach (var member in models.SelectMany(static model => model.Members))
            {
                if (groups.Find(group => group[0].TestTime == member.TestTime && HaveSameFeatures(group[0].Features, member.Features)) is { } own)
                {
                    own.Add(member);
                }
                else
                {
                    groups.Add([member]);
                }
            }

            return groups.ConvertAll(static group => new Source(
                new FeatureExtractor(group[0].Features),
                new FeatureExtractor(group[0].Features with { OffsetSeconds = 0, DurationSeconds = null }),
                group));
        }

        // Of the sound itself, then of its altered copies.
        public FeatureMatrix[] Extract(FeatureExtractor extractor, ReadOnlySpan<float> mono, ReadOnlySpan<float> samples, int sampleRateHz) =>
        [
            extractor.Extract(mono, sampleRateHz),
            .. TestTime?.CopiesOf(mono, samples, sampleRateHz).Select(copy => extractor.Extract(copy, sampleRateHz)) ?? [],
        ];

        public IEnumerable<(TrainedModel Member, float[,] Output)> PredictLong(AudioReader recording, WorkerPool pool)
        {
            List<ClipStream?> streams = Members[0].Features.HasOneRow ? [] : [.. Members.Select(member => member.BeginClip(pool))];
            if (streams.Count > 0 && !streams.Contains(null))
            {
                Clip.Extract(recording, frames =>
                {
                    foreach (var stream in streams)
                    {
                        stream!.Add(frames);
                    }
                });
                return [.. Members.Zip(streams, static (member, stream) => (member, Complete(member, stream!)))];
            }

            var values = new List<float>();
            Clip.Extract(recording, frames => values.AddRange(frames));
            var clip = new SequenceSet([.. values], [0, values.Count / Clip.FeatureCount], Clip.FeatureCount);
            return [.. Members.Select(member => (member, member.Predict(clip, pool)))];
        }

        private static float[,] Complete(TrainedModel member, ClipStream stream)
        {
            var answer = stream.Complete();
            TrainedModel.Calibrate(answer.AsSpan(0, member.Labels.Count), member.Calibration);
            var output = new float[1, answer.Length];
            for (var k = 0; k < answer.Length; k++)
            {
                output[0, k] = answer[k];
            }

            return output;
        }
    }
}
