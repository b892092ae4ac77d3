using System.Globalization;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>LSTM or GRU: stacked levels of one or two directions over packed rows.</summary>
internal sealed class RecurrentLayer : Layer
{
    private readonly RecurrentPlan _plan;
    private readonly RecurrentLevel[] _levels;

    public RecurrentLayer(LayerBuilder builder, LayerShape input, RecurrentPlan plan)
        : base(
            builder.Name,
            input,
            new LayerShape(plan.ReturnSequences, plan.Units * plan.Directions, plan.ReturnSequences ? input.Steps : null))
    {
        input.RequireFrames(builder.Name, "Set return_sequences: true on the recurrent layer before it, or add reshape: {shape: [frames, features]}.");

        _plan = plan;
        _levels = new RecurrentLevel[plan.Layers];
        for (var level = 0; level < plan.Layers; level++)
        {
            _levels[level] = new RecurrentLevel(builder, level, level == 0 ? input.Features : Output.Features, plan);
        }
    }

    internal override bool TakesParts => _plan.Directions == 1;

    public override void Initialize(SeededRandom random)
    {
        for (var level = 0; level < _levels.Length; level++)
        {
            _levels[level].Initialize(random.Stream(level.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public override void Forward(Activations input, PassContext context)
    {
        var layout = input.Layout!;
        var current = input;
        foreach (var level in _levels)
        {
            level.Forward(current, layout, context);
            current = level.Sequence;
        }

        if (_plan.ReturnSequences)
        {
            Result.Resize(current.Rows, current.Width, layout);
            current.Values.CopyTo(Result.Values);
        }
        else
        {
            Result.Resize(layout.ClipCount, Output.Features, layout: null);
            _levels[^1].CopyLastStates(layout, Result.Values);
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var layout = input.Layout!;
        for (var level = _levels.Length - 1; level >= 0; level--)
        {
            var isLast = level == _levels.Length - 1;
            var lastStates = isLast && !_plan.ReturnSequences ? Result.Gradients : default;
            if (isLast && _plan.ReturnSequences)
            {
                Result.Gradients.CopyTo(_levels[level].Sequence.Gradients);
            }

            _levels[level]
                .Backward(level == 0 ? input : _levels[level - 1].Sequence, layout, lastStates, context, wantInputGradient || level > 0);
        }
    }
}
