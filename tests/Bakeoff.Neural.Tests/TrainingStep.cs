using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Tests;

/// <summary>Loss and gradients of one batch that holds a whole set, for comparing with other sources of them.</summary>
internal sealed class TrainingStep
{
    private readonly Network _network;
    private readonly SequenceSet _clips;
    private readonly BatchAssembler _assembler;
    private readonly SoftmaxCrossEntropy _loss;
    private readonly PassContext _context;

    public TrainingStep(Network network, SequenceSet clips, bool training = true, SoftmaxCrossEntropy? loss = null, WorkerPool? pool = null)
    {
        _network = network;
        _clips = clips;
        _assembler = new BatchAssembler(clips, network.Standardizer, network.MaskValue);
        _assembler.Assemble([.. Enumerable.Range(0, clips.ClipCount)], epoch: 1);
        _loss = loss ?? SoftmaxCrossEntropy.Plain(network.ClassCount);
        _context = new PassContext(pool ?? WorkerPool.Serial) { IsTraining = training, Dropout = new SeededRandom(1, "dropout") };
    }

    public Activations Input => _assembler.Batch;

    /// <summary>Logits in the order of the set, [clips, classes].</summary>
    public float[] Logits
    {
        get
        {
            var logits = new float[_clips.ClipCount * _network.ClassCount];
            for (var i = 0; i < _clips.ClipCount; i++)
            {
                _network.Logits.Values.AsSpan(i * _network.ClassCount, _network.ClassCount).CopyTo(logits.AsSpan(_assembler.Clips[i] * _network.ClassCount));
            }

            return logits;
        }
    }

    public double Forward()
    {
        _network.Forward(_assembler.Batch, _context);
        var labels = _assembler.Clips.ToArray().Select(_clips.Label).ToArray();
        return _loss.Compute(_network.Logits, labels);
    }

    public double ForwardAndBackward()
    {
        var loss = Forward();
        _network.Backward(_assembler.Batch, _context, wantInputGradient: true);
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
                Input.GradientSpan.Slice(Input.Layout.Row(frame, i) * width, width).CopyTo(gradients.AsSpan(((_assembler.Clips[i] * frames) + frame) * width));
            }
        }

        return gradients;
    }
}
