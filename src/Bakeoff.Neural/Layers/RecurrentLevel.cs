using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>One level of a recurrent layer: a forward run, and for bidirectional
/// layers a second run over the clips read backwards.</summary>
/// <remarks>The backward-reading run gets a copy of the rows in reversed frame order, clip by clip,
/// so that both runs are the same code on the same layout.</remarks>
internal sealed class RecurrentLevel
{
    private readonly RecurrentRun[] _runs;
    private readonly int _inputs;
    private readonly int _units;
    private float[] _reversedInput = [];
    private float[] _reversedInputGradient = [];
    private float[] _hiddenGradient = [];

    public RecurrentLevel(LayerBuilder builder, int level, int inputs, RecurrentPlan plan)
    {
        _inputs = inputs;
        _units = plan.Units;
        _runs = new RecurrentRun[plan.Directions];
        for (var direction = 0; direction < _runs.Length; direction++)
        {
            var suffix = FormattableString.Invariant($"_l{level}{(direction == 1 ? "_reverse" : "")}");
            _runs[direction] = plan.GatedRecurrentUnit
                ? new GruRun(builder, suffix, inputs, plan.Units, plan.RecurrentDropout)
                : new LstmRun(builder, suffix, inputs, plan.Units, plan.RecurrentDropout);
        }
    }

    /// <summary>States of all frames, [R, directions x H].</summary>
    public Activations Sequence { get; } = new();

    private int Width => _runs.Length * _units;

    public void Initialize(SeededRandom random)
    {
        for (var direction = 0; direction < _runs.Length; direction++)
        {
            _runs[direction].Initialize(random.Stream(direction == 0 ? "forward" : "reverse"));
        }
    }

    public void Forward(Activations input, PackedLayout layout, PassContext context)
    {
        _runs[0].Forward(input.ValueArray, layout, context);
        if (_runs.Length == 1)
        {
            Sequence.ValueArray = _runs[0].Hidden;
            Sequence.Resize(layout.RowCount, Width, layout);
            return;
        }

        _reversedInput = Activations.Grow(_reversedInput, layout.RowCount * _inputs);
        FrameOrder.Reverse(layout, new(input.ValueArray, _inputs), new(_reversedInput, _inputs), _inputs);
        _runs[1].Forward(_reversedInput, layout, context);
        Sequence.Resize(layout.RowCount, Width, layout);
        FrameOrder.Copy(layout.RowCount, new(_runs[0].Hidden, _units), new(Sequence.ValueArray, Width), _units);
        FrameOrder.Reverse(layout, new(_runs[1].Hidden, _units), new(Sequence.ValueArray, Width, Column: _units), _units);
    }

    /// <summary>State of each clip after its last frame, and for the second run after
    /// the clip's first frame, [B, directions x H].</summary>
    public void CopyLastStates(PackedLayout layout, Span<float> target)
    {
        for (var clip = 0; clip < layout.ClipCount; clip++)
        {
            var row = layout.Row(layout.Lengths[clip] - 1, clip);
            for (var direction = 0; direction < _runs.Length; direction++)
            {
                _runs[direction].Hidden.AsSpan(row * _units, _units).CopyTo(target[((clip * Width) + (direction * _units))..]);
            }
        }
    }

    /// <summary>Backward from the last states when given, else from the gradients of <see cref="Sequence"/>.</summary>
    public void Backward(
        Activations input,
        PackedLayout layout,
        ReadOnlySpan<float> lastStates,
        PassContext context,
        bool wantInputGradient)
    {
        for (var direction = 0; direction < _runs.Length; direction++)
        {
            var run = _runs[direction];
            var state = run.ClearStateGradient(layout.ClipCount);
            for (var clip = 0; clip < layout.ClipCount && !lastStates.IsEmpty; clip++)
            {
                lastStates.Slice((clip * Width) + (direction * _units), _units).CopyTo(state[(clip * _units)..]);
            }

            var hiddenGradient = lastStates.IsEmpty ? HiddenGradient(direction, layout) : null;
            if (direction == 0)
            {
                run.Backward(input.ValueArray, hiddenGradient, wantInputGradient ? AllocateGradients(input) : null, context);
                continue;
            }

            _reversedInputGradient = wantInputGradient ? Activations.Grow(_reversedInputGradient, layout.RowCount * _inputs) : [];
            run.Backward(_reversedInput, hiddenGradient, wantInputGradient ? _reversedInputGradient : null, context);
            if (wantInputGradient)
            {
                FrameOrder.AddReversed(layout, _reversedInputGradient, input.Gradients, _inputs);
            }
        }
    }

    private float[] HiddenGradient(int direction, PackedLayout layout)
    {
        if (_runs.Length == 1)
        {
            return Sequence.GradientArray;
        }

        _hiddenGradient = Activations.Grow(_hiddenGradient, layout.RowCount * _units);
        if (direction == 0)
        {
            FrameOrder.Copy(layout.RowCount, new(Sequence.GradientArray, Width), new(_hiddenGradient, _units), _units);
        }
        else
        {
            FrameOrder.Reverse(layout, new(Sequence.GradientArray, Width, Column: _units), new(_hiddenGradient, _units), _units);
        }

        return _hiddenGradient;
    }

    private static float[] AllocateGradients(Activations input)
    {
        _ = input.Gradients;
        return input.GradientArray;
    }
}
