using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Data;

/// <summary>The prediction of one clip whose frames come some at a time; memory does not grow with their number.</summary>
/// <remarks>The same bits as <see cref="Network.Predict(SequenceSet, WorkerPool)"/>. The network works on nothing else meanwhile.</remarks>
public sealed class ClipStream
{
    private const int PartFrames = 512;

    private readonly Network _network;
    private readonly PassContext _context;
    private readonly PackedLayout _layout = new();
    private readonly Activations _part = new();
    private readonly float[] _frames;
    private int _waiting;
    private long _frameCount;
    private bool _isFirst = true;

    internal ClipStream(Network network, WorkerPool pool)
    {
        _network = network;
        _context = new PassContext(pool);
        _frames = new float[PartFrames * network.InputFeatures];
    }

    /// <summary>Takes the next frames.</summary>
    /// <param name="frames">Row-major [frames, features].</param>
    /// <exception cref="ArgumentException">The values are no whole frames.</exception>
    /// <exception cref="SequenceDataException">A feature is NaN or infinite.</exception>
    public void Add(ReadOnlySpan<float> frames)
    {
        var width = _network.InputFeatures;
        if (frames.Length % width != 0)
        {
            throw new ArgumentException($"{frames.Length} values, expected frames of {width}.", nameof(frames));
        }

        for (; !frames.IsEmpty; frames = frames[width..])
        {
            var frame = frames[..width];
            SequenceSet.CheckFinite(clip: 0, _frameCount++, frame);
            if (_network.MaskValue is { } value && BatchAssembler.IsMasked(frame, value))
            {
                continue;
            }

            // The last part is not known before the end, so that one waits until another frame comes.
            if (_waiting == PartFrames)
            {
                Forward(isLast: false);
            }

            BatchAssembler.Standardize(_network.Standardizer, 1, frame, _frames.AsSpan(_waiting++ * width), width);
        }
    }

    /// <summary>Probabilities of the classes or, of a network that predicts numbers, these in the units of the corpus; no more frames
    /// come.</summary>
    /// <exception cref="SequenceDataException">There was no frame, or masking left none.</exception>
    public float[] Complete()
    {
        if (_waiting == 0)
        {
            throw BatchAssembler.AllMasked(0, _frameCount, _network.MaskValue);
        }

        Forward(isLast: true);
        var prediction = new float[_network.OutputCount];
        _network.ToPrediction(_network.Logits.Values, prediction);
        return prediction;
    }

    private void Forward(bool isLast)
    {
        (_context.IsFirstPart, _context.IsLastPart) = (_isFirst, isLast);
        _layout.Set([_waiting]);
        _part.Resize(_waiting, _network.InputFeatures, _layout);
        _frames.AsSpan(0, _part.Length).CopyTo(_part.Values);
        _network.Forward(_part, _context);
        (_waiting, _isFirst) = (0, false);
    }
}
