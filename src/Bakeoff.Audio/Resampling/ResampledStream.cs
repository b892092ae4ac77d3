using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Resampling;

/// <summary>A signal at another rate, block by block: the same bits as resampling all of it at once.</summary>
/// <remarks>Memory: one group of blocks of the band limiter at both rates.</remarks>
internal sealed class ResampledStream : SampleStream
{
    private readonly SampleStream _source;
    private readonly Resampler _resampler;
    private readonly BandLimiter _limiter;
    private readonly ResamplerScratch _scratch = new();
    private readonly float[] _input;
    private readonly float[] _limited;
    private int _inputCount;
    private long _groupStart;
    private long _inputTotal;
    private bool _isInputAtEnd;
    private long _limitedStart;
    private int _limitedCount;
    private bool _isLimitedAtEnd;
    private PhasePosition _position;
    private long _outputCount;

    public ResampledStream(SampleStream source, int fromHz, int toHz)
    {
        _source = source;
        _resampler = Resampler.For(fromHz, toHz);
        _limiter = _resampler.Limiter;
        _input = new float[_limiter.GroupLength + 2 * _limiter.Margin];
        _limited = new float[_limiter.LimitedGroupLength + 4 * PhaseInterpolator.Padding];
        Clear();
    }

    /// <inheritdoc/>
    public override int Read(Span<float> target)
    {
        var done = 0;
        while (true)
        {
            done += Interpolate(target[done..]);
            if (done == target.Length || _isLimitedAtEnd)
            {
                return done;
            }

            Limit();
        }
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        _source.Rewind();
        Clear();
    }

    private void Clear()
    {
        (_inputCount, _groupStart, _inputTotal, _isInputAtEnd) = (0, 0, 0, false);
        (_limitedStart, _limitedCount, _isLimitedAtEnd) = (0, PhaseInterpolator.Padding, false);
        _limited.AsSpan(0, _limitedCount).Clear();
        (_position, _outputCount) = (default, 0);
    }

    private int Interpolate(Span<float> target)
    {
        // While more is to come, a sample is read only where all its neighbours are there, so that the end changes nothing.
        var last = long.MaxValue;
        if (_isLimitedAtEnd)
        {
            last = _limitedStart + _limitedCount - PhaseInterpolator.TapCount;
            target = target[..(int)Math.Min(target.Length, _resampler.OutputLength(_inputTotal) - _outputCount)];
        }

        var count = _resampler.Interpolator.Process(_limited.AsSpan(0, _limitedCount), _limitedStart, last, ref _position, target);
        _outputCount += count;
        var used = (int)Math.Clamp(PhaseInterpolator.FirstSample(_position) - _limitedStart, 0, _limitedCount);
        if (!_isLimitedAtEnd)
        {
            _limited.AsSpan(used, _limitedCount - used).CopyTo(_limited);
            (_limitedStart, _limitedCount) = (_limitedStart + used, _limitedCount - used);
        }

        return count;
    }

    /// <summary>Filters the next group of blocks.</summary>
    private void Limit()
    {
        var before = _groupStart == 0 ? 0 : _limiter.Margin;
        var wanted = before + _limiter.GroupLength + _limiter.Margin;
        while (!_isInputAtEnd && _inputCount < wanted)
        {
            var read = _source.Read(_input.AsSpan(_inputCount, wanted - _inputCount));
            (_inputCount, _inputTotal, _isInputAtEnd) = (_inputCount + read, _inputTotal + read, read == 0);
        }

        var left = _isInputAtEnd ? _limiter.LimitedLength(_inputTotal) - _limiter.LimitedLength(_groupStart) : long.MaxValue;
        var length = (int)Math.Clamp(left, 0, _limiter.LimitedGroupLength);
        if (length > 0)
        {
            _limiter.ProcessGroup(_input.AsSpan(0, _inputCount), before, _limited.AsSpan(_limitedCount, length), _scratch);
            _limitedCount += length;
        }

        if (left <= _limiter.LimitedGroupLength)
        {
            _limited.AsSpan(_limitedCount, PhaseInterpolator.Padding).Clear();
            (_limitedCount, _isLimitedAtEnd) = (_limitedCount + PhaseInterpolator.Padding, true);
            return;
        }

        // The end of this group is the margin before the next one.
        var dropped = before + _limiter.GroupLength - _limiter.Margin;
        _input.AsSpan(dropped, _inputCount - dropped).CopyTo(_input);
        (_inputCount, _groupStart) = (_inputCount - dropped, _groupStart + _limiter.GroupLength);
    }
}
