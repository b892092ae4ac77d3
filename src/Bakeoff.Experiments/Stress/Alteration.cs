using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Resampling;
using Bakeoff.Corpora.Converting;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Stress;

/// <summary>The change that a condition makes to recordings.</summary>
/// <remarks>Thread-safe. Determinism: the change follows from the samples, the condition and the stream of random numbers.</remarks>
internal sealed class Alteration
{
    private const double LowestToneHz = 5000;
    private const double HighestToneHz = 7000;
    private const double MillisecondsPerSecond = 1000;

    private readonly StressCondition _condition;
    private readonly NoiseRecordings? _noises;
    private readonly Reverberation? _rooms;

    /// <summary>Prepares a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="sounds">Full paths of its noises or impulse responses; empty where it has none.</param>
    /// <exception cref="BakeoffException">A file is no noise or response.</exception>
    public Alteration(StressCondition condition, IReadOnlyList<string> sounds)
    {
        _condition = condition;
        Codec = CodecOf(condition);
        _noises = condition.Form.Kind == StressKind.RecordedNoise ? NoiseFiles.Read(sounds) : null;
        _rooms = condition.Form.Kind == StressKind.Room
            ? Reverberation.FromResponses([.. sounds.Select(static path => ImpulseResponseFiles.Read(path, path))])
            : null;
    }

    /// <summary>The codec of a condition; null for none.</summary>
    public static LossyCodec? CodecOf(StressCondition condition) => condition.Form.Kind switch
    {
        StressKind.Mp3 => LossyCodec.Mp3(condition.Number),
        StressKind.Opus => LossyCodec.Opus(condition.Number),
        _ => null,
    };

    /// <summary>The codec that makes the change, of many recordings at once; null where <see cref="Apply"/> does.</summary>
    public LossyCodec? Codec { get; }

    /// <summary>Refuses what cannot be heard.</summary>
    /// <exception cref="UnusableSignalException">No sample is left, or silence alone.</exception>
    public static void RequireSound(AudioSignal altered, AudioSignal original)
    {
        if (altered.IsSilent)
        {
            throw new UnusableSignalException(new ErrorDetails($"{{value}} of {original.DurationSeconds:0.###} s")
            {
                Value = altered.SampleCount == 0 ? "nothing is left" : "silence is left",
                Rule = "sound",
                NextStep = "Make the condition milder or leave it out.",
            });
        }
    }

    /// <summary>Alters a recording.</summary>
    /// <param name="sound">Recording of one channel; not changed.</param>
    /// <param name="random">Stream which no other recording and no other condition shares.</param>
    /// <exception cref="UnusableSignalException">The rate is too low, or a noise pauses.</exception>
    public AudioSignal Apply(AudioSignal sound, SeededRandom random)
    {
        var (samples, rateHz, number) = (sound.Samples, sound.SampleRateHz, _condition.Number);
        return _condition.Form.Kind switch
        {
            StressKind.WhiteNoise => Changed(sound, copy => SignalLevel.AddNoise(copy, number, random)),
            StressKind.RecordedNoise => Changed(sound, copy => _noises!.Add(copy, rateHz, number, random)),
            StressKind.Tone => Changed(sound, copy => Distortions.AddTone(
                copy, rateHz, LowestToneHz + ((HighestToneHz - LowestToneHz) * random.NextDouble()), number)),
            StressKind.Gain => Changed(sound, copy => SignalLevel.ApplyGain(copy, number)),
            StressKind.Clipping => Changed(sound, copy => Distortions.Clip(copy, number / 1000.0)),
            StressKind.LowPass => Changed(sound, copy => Distortions.LowPass(copy, rateHz, number)),
            StressKind.HighPass => Changed(sound, copy => Distortions.HighPass(copy, rateHz, number)),
            StressKind.TelephoneALaw => Mono(rateHz, Telephone.Apply(samples, rateHz, CompandingLaw.ALaw)),
            StressKind.TelephoneMuLaw => Mono(rateHz, Telephone.Apply(samples, rateHz, CompandingLaw.MuLaw)),
            StressKind.Room => Mono(rateHz, Sound(samples, rateHz, random)),
            StressKind.CropStart => Mono(rateHz, samples[Math.Min(samples.Length, SamplesOf(rateHz))..]),
            StressKind.CropEnd => Mono(rateHz, samples[..Math.Max(0, samples.Length - SamplesOf(rateHz))]),
            StressKind.CropStartSamples => Mono(rateHz, samples[Math.Min(samples.Length, number)..]),
            StressKind.CropEndSamples => Mono(rateHz, samples[..Math.Max(0, samples.Length - number)]),
            StressKind.SilenceStart => Mono(rateHz, [.. new float[SamplesOf(rateHz)], .. samples]),
            StressKind.SilenceEnd => Mono(rateHz, [.. samples, .. new float[SamplesOf(rateHz)]]),
            StressKind.SilenceStartSamples => Mono(rateHz, [.. new float[number], .. samples]),
            StressKind.SilenceEndSamples => Mono(rateHz, [.. samples, .. new float[number]]),
            StressKind.Tempo => Mono(rateHz, VoiceChanger.Apply(samples, rateHz, new VoiceChange(TempoFactor: number / 100.0))),
            StressKind.Rate => Mono(number, Resampler.Resample(samples, rateHz, number)),
            _ => throw new ArgumentOutOfRangeException(nameof(sound), _condition.Form.Kind, "Unknown condition."),
        };
    }

    private static AudioSignal Mono(int rateHz, float[] samples) => new(rateHz, 1, samples);

    private static AudioSignal Changed(AudioSignal sound, Action<float[]> change)
    {
        float[] copy = [.. sound.Samples];
        change(copy);
        return Mono(sound.SampleRateHz, copy);
    }

    // A room changes the level by where its microphone stands, which is what gain is for.
    private float[] Sound(float[] samples, int rateHz, SeededRandom random)
    {
        var heard = _rooms!.Draw(random, rateHz).Apply(samples);
        var (before, after) = (LevelOf(samples), LevelOf(heard));
        if (after > 0)
        {
            for (var n = 0; n < heard.Length; n++)
            {
                heard[n] = (float)(heard[n] * (before / after));
            }
        }

        return heard;
    }

    private static double LevelOf(float[] samples)
    {
        var power = 0.0;
        foreach (var sample in samples)
        {
            power += (double)sample * sample;
        }

        return Math.Sqrt(power);
    }

    private int SamplesOf(int rateHz) => (int)Math.Round(_condition.Number * (double)rateHz / MillisecondsPerSecond);
}
