using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Voice;

/// <summary>Pitch of the clip at hand, tracked once for all measures that ask for it.</summary>
/// <remarks>Belongs to one thread, as the measures do that share it.</remarks>
public sealed class ClipPitch
{
    private readonly PitchTracker _tracker;
    private readonly FrameGrid _grid;
    private int _offset;
    private int _analysedFrames;
    private float[] _frequencyHz = [];
    private float[] _voicing = [];
    private int _decodedFrames;

    /// <summary>Samples around a frame that the pitch, and the cycles of a voice around its middle, reach to.</summary>
    internal int Reach => 3 * _tracker.FrameLength;

    internal ClipPitch(PitchTracker tracker, FrameGrid grid) => (_tracker, _grid) = (tracker, grid);

    /// <summary>Starts a clip; further calls before its first frames change nothing.</summary>
    /// <param name="stride">As <see cref="FrameMeasure.Begin"/>.</param>
    public void Begin(int stride)
    {
        (_offset, _analysedFrames, _decodedFrames) = (0, 0, 0);
        _tracker.Begin(stride);
    }

    /// <summary>Analyses a group of frames, the first time it is asked to.</summary>
    public void Analyse(ReadOnlySpan<float> signal, FrameGroup group)
    {
        var first = _offset + group.FirstFrame;
        if (first < _analysedFrames)
        {
            return;
        }

        _tracker.Analyse(signal, _grid.Centre(group.FirstFrame), _grid.HopLength, first, group.FrameCount);
        _analysedFrames = first + group.FrameCount;
    }

    /// <summary>Number in the clip of the frame that groups count from.</summary>
    internal void MoveTo(int offset) => _offset = offset;

    /// <summary>[T] fundamental frequency in hertz, 0 where unvoiced; valid until the next clip begins.</summary>
    public ReadOnlySpan<float> FrequencyHz(int frameCount)
    {
        Decode(frameCount);
        return _frequencyHz.AsSpan(0, frameCount);
    }

    /// <summary>[T] strength of the periodicity, 0 to 1; valid until the next clip begins.</summary>
    public ReadOnlySpan<float> Voicing(int frameCount)
    {
        Decode(frameCount);
        return _voicing.AsSpan(0, frameCount);
    }

    private void Decode(int frameCount)
    {
        if (_decodedFrames == frameCount)
        {
            return;
        }

        if (_frequencyHz.Length < frameCount)
        {
            (_frequencyHz, _voicing) = (new float[frameCount], new float[frameCount]);
        }

        _tracker.Decode(_grid.HopLength, _frequencyHz.AsSpan(0, frameCount), _voicing.AsSpan(0, frameCount));
        _decodedFrames = frameCount;
    }
}
