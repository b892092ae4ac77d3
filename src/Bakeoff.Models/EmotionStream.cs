using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>
/// Predicts sound that comes some at a time: each window as soon as its last sample is there, with the bits that
/// <see cref="EmotionModel"/> gives to the same window of a recording.
/// </summary>
/// <remarks>
/// <para>Cost: each window is computed once, from its own samples, however long the stream; memory is that of two windows. The samples
/// may come in blocks of any size. The beginning of a stream takes the time of one window.</para>
/// <para>Belongs to one thread; streams of one model may run on several.</para>
/// </remarks>
public sealed class EmotionStream
{
    private const string Name = "sound";

    private readonly EmotionModel _model;
    private readonly int _sampleRateHz;
    private readonly TrajectoryOptions _windows;

    // The latest samples: that of number n stands at n modulo the length.
    private readonly float[] _latest;
    private readonly float[] _window;
    private long _count;
    private long _predicted;

    internal EmotionStream(EmotionModel model, int sampleRateHz, TrajectoryOptions windows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Validate().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException($"{problem.Key} {problem.Message}", nameof(windows));
        }

        _model = model;
        _sampleRateHz = sampleRateHz;
        _windows = windows;
        _latest = new float[windows.WindowLength(sampleRateHz)];
        _window = new float[_latest.Length];
        TryOnNoise();
    }

    /// <summary>Seconds of sound so far.</summary>
    public double Seconds => (double)_count / _sampleRateHz;

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono samples, full scale at -1 and 1; copied.</param>
    /// <returns>The windows that they complete, in order of time; most often none or one.</returns>
    /// <exception cref="ArgumentException">A sample is not finite; none of the samples is taken.</exception>
    /// <exception cref="UnusableClipException">
    /// The model cannot take a window: what is left of it without silence is too short, where the features leave silence out. The windows
    /// before it in the same samples are lost; the stream goes on.
    /// </exception>
    public IReadOnlyList<WindowPrediction> Add(ReadOnlySpan<float> samples)
    {
        RequireFinite(samples);
        var completed = new List<WindowPrediction>();
        while (!samples.IsEmpty)
        {
            var missing = _windows.StartOf(_predicted, _sampleRateHz) + _latest.Length - _count;
            var taken = (int)Math.Min(samples.Length, missing);
            Keep(samples[..taken]);
            samples = samples[taken..];
            if (taken == missing)
            {
                _predicted++;
                completed.Add(PredictLatest());
            }
        }

        return completed;
    }

    /// <summary>
    /// Predicts what a recording that ends here has beyond its whole windows: the window that ends with the last sample, or all the sound
    /// if it is shorter than a window.
    /// </summary>
    /// <returns>The prediction; null if nothing has come, or if a whole window ends here.</returns>
    /// <exception cref="UnusableClipException">The sound is too short for the model.</exception>
    public WindowPrediction? PredictEnd()
    {
        var isWindow = _predicted > 0 && _windows.StartOf(_predicted - 1, _sampleRateHz) + _latest.Length == _count;
        if (_count == 0 || isWindow)
        {
            return null;
        }

        return Seconds >= LevelMeter.DefaultMinSeconds ? PredictLatest() : throw new UnusableClipException(Name, new ErrorDetails(Name)
        {
            Value = string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.####} s"),
            Rule = string.Create(CultureInfo.InvariantCulture, $"at least {LevelMeter.DefaultMinSeconds} s"),
        });
    }

    // Finds out what the model cannot take before sound comes, and has the code compiled, which would delay the first window.
    private void TryOnNoise()
    {
        var random = new SeededRandom(1, "noise");
        for (var i = 0; i < _window.Length; i++)
        {
            _window[i] = 0.1f * (float)random.NextGaussian();
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"window of {_windows.WindowSeconds} s at {_sampleRateHz} Hz");
        _model.PredictWindow(name, _window, 0, _sampleRateHz);
    }

    private WindowPrediction PredictLatest()
    {
        var length = (int)Math.Min(_count, _latest.Length);
        var first = _count - length;
        var place = (int)(first % _latest.Length);
        _latest.AsSpan(place, length - place).CopyTo(_window);
        _latest.AsSpan(0, place).CopyTo(_window.AsSpan(length - place));
        var name = string.Create(CultureInfo.InvariantCulture, $"sound from {(double)first / _sampleRateHz:0.###} s");
        return _model.PredictWindow(name, _window.AsSpan(0, length), first, _sampleRateHz);
    }

    private void Keep(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var place = (int)(_count % _latest.Length);
            var block = samples[..Math.Min(samples.Length, _latest.Length - place)];
            block.CopyTo(_latest.AsSpan(place));
            _count += block.Length;
            samples = samples[block.Length..];
        }
    }

    private void RequireFinite(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                var value = samples[i].ToString(CultureInfo.InvariantCulture);
                throw new ArgumentException($"sample {_count + i} is {value}, expected a finite number.", nameof(samples));
            }
        }
    }
}
