using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Tests;

/// <summary>Loss and gradients of one batch that holds a whole set, for comparing with other sources of them.</summary>
internal sealed class TrainingStep
{
    private readonly Network _network;
    private readonly SequenceSet _clips;
    private readonly ClipBatch _batch;
    private readonly Loss _loss;
    private readonly PassContext _context;

    public TrainingStep(Network network, SequenceSet clips, bool training = true, Loss? loss = null, WorkerPool? pool = null)
    {
        _network = network;
        _clips = clips;
        _batch = new BatchAssembler(clips, network.Standardizer, network.MaskValue).Assemble(
            [.. Enumerable.Range(0, clips.ClipCount)],
            epoch: 1);
        _loss = loss ?? CrossEntropyLoss.Plain(network.ClassCount);
        _context = new PassContext(pool ?? WorkerPool.Serial) { IsTraining = training, Dropout = new SeededRandom(1, "dropout") };
    }

    public Activations Input => _batch.Packed;

    /// <summary>Logits in the order of the set, [clips, outputs].</summary>
    public float[] Logits
    {
        get
        {
            var logits = new float[_clips.ClipCount * _network.OutputCount];
            for (var i = 0; i < _clips.ClipCount; i++)
            {
                _network
                    .Logits.Values.Slice(i * _network.OutputCount, _network.OutputCount)
                    .CopyTo(logits.AsSpan(_batch.Clips[i] * _network.OutputCount));
            }

            return logits;
        }
    }

    public double Forward()
    {
        _network.Forward(_batch.Packed, _context);
        return _loss.Compute(_network.Logits.Values, _batch.Truth, _network.Logits.Gradients);
    }

    public double ForwardAndBackward()
    {
        var loss = Forward();
        _network.Backward(_batch.Packed, _context, wantInputGradient: true);
        return loss;
    }

    /// <summary>Gradient by the input in the set's order, padded with zeros to [clips, frames, features].</summary>
    public float[] PaddedInputGradient(int frames)
    {
        var width = _clips.FeatureCount;
        var gradients = new float[_clips.ClipCount * frames * width];
        for (var i = 0; i < _clips.ClipCount; i++)
        {
            for (var frame = 0; frame < Input.Layout!.Lengths[i]; frame++)
            {
                Input
                    .Gradients.Slice(Input.Layout.Row(frame, i) * width, width)
                    .CopyTo(gradients.AsSpan(((_batch.Clips[i] * frames) + frame) * width));
            }
        }

        return gradients;
    }
}
