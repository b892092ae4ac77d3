using System.Collections.Concurrent;
using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Layers;
using Bakeoff.Encoders.Networks;
using Bakeoff.Encoders.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Encoders;

/// <summary>A pretrained speech encoder: samples in, every hidden state out.</summary>
/// <remarks>
/// <para>A folder is one of the Hugging Face hub: <c>config.json</c>, <c>preprocessor_config.json</c>, <c>model.safetensors</c> in one file
/// or shards, float32, float16 or bfloat16. All arithmetic is float32.</para>
/// <para>Determinism: equal samples give equal bits on every machine and with every number of threads. A clip is encoded alone, never
/// padded to the length of another.</para>
/// <para>A clip longer than a window goes in overlapping windows, each encoded as a clip of its own; a frame is taken from the window in
/// which it lies nearer to the middle. Normalisation of the samples, where the encoder has it, is over the whole clip.</para>
/// <para>Thread-safe. Memory: the weights as float32, and about 100 MB while a window of 30 s is encoded by a network of base size.</para>
/// </remarks>
public sealed class SpeechEncoder
{
    /// <summary>In place of a state's number: the features that the convolutions make, which come as state 0, alone.</summary>
    public const int Convolutions = -1;

    private readonly EncoderNetwork _network;
    private readonly ConcurrentBag<EncoderMemory> _memories = [];
    private readonly int _framesOfWindow;
    private readonly int _framesShared;

    private SpeechEncoder(EncoderNetwork network, EncoderDescription description, int lastState, EncoderLoadOptions options)
    {
        (_network, Description, LastState) = (network, description, lastState);
        var rateHz = (double)description.SampleRateHz / description.HopLength;
        var frames = Math.Max(2, (int)(options.WindowSeconds * rateHz));
        _framesOfWindow = Math.Min(frames, network.MostFrames ?? frames);
        _framesShared = Math.Clamp((int)(options.OverlapSeconds * rateHz), 0, (_framesOfWindow - 1) / 2);
    }

    /// <summary>Facts of the encoder.</summary>
    public EncoderDescription Description { get; }

    /// <summary>Number of the last state that is loaded, or <see cref="Convolutions"/>.</summary>
    public int LastState { get; }

    /// <summary>Values of a frame of what is computed.</summary>
    public int StateWidth => LastState == Convolutions ? Description.FeatureWidth!.Value : Description.Width;

    /// <summary>Reads an encoder from its folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <exception cref="EncoderFormatException">The folder is no encoder's, or its files are incomplete, damaged or not known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state, or a length is not positive.</exception>
    /// <remarks>Cost: reads the weights of the wanted layers once and closes their files.</remarks>
    public static SpeechEncoder Load(string folder, EncoderLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new EncoderLoadOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WindowSeconds);
        ArgumentOutOfRangeException.ThrowIfNegative(options.OverlapSeconds);
        var settings = EncoderSettings.Read(folder);
        var lastState = options.LastState ?? settings.Shape.LayerCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(lastState, settings.Architecture == EncoderArchitecture.Whisper ? 0 : Convolutions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lastState, settings.Shape.LayerCount);
        using var weights = WeightFolder.Open(folder);
        EncoderNetwork network = settings.Architecture == EncoderArchitecture.Whisper
            ? new WhisperNetwork(weights, settings.Whisper(), settings.SampleRateHz, lastState)
            : new WaveformNetwork(weights, settings.Waveform(), lastState);
        return new SpeechEncoder(network, settings.Describe(network.HopLength, network.LeastSamples), lastState, options);
    }

    /// <summary>SHA-256 of the folder's settings and weights, as 64 hexadecimal digits.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="digestOfFile">SHA-256 of a file, where it may be known already; null reads the file.</param>
    /// <exception cref="EncoderFormatException">The folder has no weights.</exception>
    /// <remarks>Cost: reads all weights once.</remarks>
    public static string DigestOf(string folder, Func<string, string>? digestOfFile = null) =>
        WeightFolder.DigestOf(folder, digestOfFile ?? ContentDigest.OfFile);

    /// <summary>Reads the facts of an encoder without its weights.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="EncoderFormatException">The settings are missing, damaged, or those of a network that is not known.</exception>
    public static EncoderDescription Describe(string folder)
    {
        var settings = EncoderSettings.Read(folder);
        return settings.Architecture == EncoderArchitecture.Whisper
            ? settings.Describe(settings.Whisper().HopLength * WhisperNetwork.Stride, leastSamples: 1)
            : settings.Describe(settings.Waveform().HopLength, settings.Waveform().CountSamples(1));
    }

    /// <summary>Frames of a clip; 0 where it is too short.</summary>
    public int CountFrames(int sampleCount) => _network.CountFrames(sampleCount);

    /// <summary>Encodes a clip.</summary>
    /// <param name="mono">Samples at the encoder's rate, -1 to 1.</param>
    /// <param name="receive">Receives every state of every stretch.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <exception cref="UnusableSignalException">The clip is shorter than one frame.</exception>
    public void Encode(ReadOnlySpan<float> mono, StateReceiver receive, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(receive);
        ArgumentNullException.ThrowIfNull(pool);
        if (mono.Length < Description.LeastSamples)
        {
            throw new UnusableSignalException(new ErrorDetails("signal has {value} samples at the encoder's rate")
            {
                Value = mono.Length.ToString(CultureInfo.InvariantCulture),
                Rule = FormattableString.Invariant($"at least {Description.LeastSamples}, the samples under one frame"),
            });
        }

        var samples = _network.Prepare(mono);
        var memory = _memories.TryTake(out var kept) ? kept : new EncoderMemory();
        var frames = CountFrames(samples.Length);
        foreach (var window in EncoderWindows.Of(frames, _framesOfWindow, _framesShared))
        {
            // The last window has the samples behind its last frame as well: they count in normalisation over time.
            var start = window.Start * Description.HopLength;
            var count = window.End == frames ? samples.Length - start : _network.CountSamples(window.Count);
            var part = count == samples.Length ? samples : samples[start..(start + count)];
            _network.Run(part, window.Count, memory, pool, (state, values) =>
            {
                var width = StateWidth;
                receive(state, window.First, values.AsSpan((window.First - window.Start) * width, (window.End - window.First) * width));
            });
        }

        _memories.Add(memory);
    }

    /// <summary>Encodes a clip.</summary>
    /// <param name="mono">Samples at the encoder's rate, -1 to 1.</param>
    /// <param name="pool">Threads; they change no bit.</param>
    /// <returns>One array for each state, [frames, width].</returns>
    /// <exception cref="UnusableSignalException">The clip is shorter than one frame.</exception>
    public IReadOnlyList<float[]> Encode(ReadOnlySpan<float> mono, WorkerPool pool)
    {
        var length = CountFrames(mono.Length) * StateWidth;
        float[][] states = [.. Enumerable.Range(0, Math.Max(1, LastState + 1)).Select(_ => new float[length])];
        Encode(mono, (state, first, values) => values.CopyTo(states[state].AsSpan(first * StateWidth)), pool);
        return states;
    }
}
