using Bakeoff.Audio.Features;
using Bakeoff.Audio.Spectra;
using Bakeoff.Encoders.Configuration;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Networks;

/// <summary>Whisper's log-mel spectrogram of one window: Hann window, Slaney's mel scale, eight decades below the loudest value.</summary>
/// <remarks>The window is filled with zeros first; both of its ends are mirrored for the first and last transforms.</remarks>
internal sealed class LogMelFrontEnd
{
    private const int FramesOfGroup = 64;
    private const float LeastPower = 1e-10f;
    private const float Decades = 8;

    private readonly WhisperConfig _config;
    private readonly RealFft _fft;
    private readonly double[] _window;
    private readonly PackedOperand _filters = new();

    public LogMelFrontEnd(WhisperConfig config, int sampleRateHz)
    {
        _config = config;
        _fft = new RealFft(config.FftLength);
        _window =
        [
            .. Enumerable.Range(0, config.FftLength)
                .Select(i => 0.5 - (0.5 * DeterministicMath.Cos(2 * Math.PI * i / config.FftLength))),
        ];
        var filters = MelFilterbank.Create(sampleRateHz, config.FftLength, config.MelBandCount, 0, Math.Min(8000, sampleRateHz / 2.0));
        _filters.Pack(Transpose.Yes, _fft.BinCount, config.MelBandCount, filters.ToDense(), _fft.BinCount);
    }

    /// <summary>Computes the spectrogram.</summary>
    /// <param name="samples">Samples of the window; zeros follow up to its end.</param>
    /// <param name="frames">Frames of the window.</param>
    /// <param name="mel">Receives [frames, mel bands].</param>
    /// <param name="pool">Threads.</param>
    public void Run(ReadOnlySpan<float> samples, int frames, Span<float> mel, WorkerPool pool)
    {
        var length = frames * _config.HopLength;
        var padded = Mirror(samples[..Math.Min(samples.Length, length)], length);
        var values = new double[FramesOfGroup * _config.FftLength];
        var power = new double[FramesOfGroup * _fft.BinCount];
        var rounded = new float[power.Length];
        for (var first = 0; first < frames; first += FramesOfGroup)
        {
            var count = Math.Min(FramesOfGroup, frames - first);
            for (var frame = 0; frame < count; frame++)
            {
                var source = padded.AsSpan((first + frame) * _config.HopLength, _config.FftLength);
                for (var i = 0; i < source.Length; i++)
                {
                    values[(frame * source.Length) + i] = source[i] * _window[i];
                }
            }

            _fft.PowerSpectrum(count, values, power);
            for (var i = 0; i < count * _fft.BinCount; i++)
            {
                rounded[i] = (float)power[i];
            }

            Gemm.Multiply(
                Transpose.No, count, rounded, _fft.BinCount, _filters, mel[(first * _config.MelBandCount)..], _config.MelBandCount,
                accumulate: false, pool);
        }

        Compress(mel[..(frames * _config.MelBandCount)]);
    }

    private static void Compress(Span<float> mel)
    {
        foreach (ref var value in mel)
        {
            value = Math.Max(value, LeastPower);
        }

        DeterministicMath.Log10(mel, mel);
        var largest = float.NegativeInfinity;
        foreach (var value in mel)
        {
            largest = Math.Max(largest, value);
        }

        foreach (ref var value in mel)
        {
            value = (Math.Max(value, largest - Decades) + 4) / 4;
        }
    }

    private float[] Mirror(ReadOnlySpan<float> samples, int length)
    {
        var half = _config.FftLength / 2;
        var padded = new float[length + _config.FftLength];
        samples.CopyTo(padded.AsSpan(half));
        for (var i = 1; i <= half; i++)
        {
            padded[half - i] = padded[half + i];
            padded[half + length - 1 + i] = padded[half + length - 1 - i];
        }

        return padded;
    }
}
