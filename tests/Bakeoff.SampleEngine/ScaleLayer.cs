using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.SampleEngine;

/// <summary>Multiplies each feature by a trained factor: the smallest layer with weights.</summary>
[Kind("scale")]
public sealed record ScaleOptions : LayerOptions
{
    /// <summary>First value of every factor. Finite. Default 1.</summary>
    public float Start { get; init; } = 1;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate()
    {
        if (!float.IsFinite(Start))
        {
            yield return new OptionProblem(
                "start",
                FormattableString.Invariant($"is {Start}, expected a finite number. The usual value is 1."));
        }
    }

    /// <inheritdoc/>
    public override Layer Build(LayerBuilder builder, LayerShape input)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(input);
        return new ScaleLayer(builder, input, Start);
    }
}

/// <summary>y = f x, feature by feature. Legend: x input, y output, f factors, dx, dy, df their gradients.</summary>
internal sealed class ScaleLayer(LayerBuilder builder, LayerShape input, float start) : Layer(builder.Name, input, input)
{
    private readonly NetworkTensor _factors = builder.Bias("factors", input.Features);

    public override void Initialize(SeededRandom random) => _factors.Values.Fill(start);

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, input.Width, input.Layout);
        var x = input.Values;
        var y = Result.Values;
        var factors = _factors.Values;
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = factors[i % factors.Length] * x[i];
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var x = input.Values;
        var dy = Result.Gradients;
        var factors = _factors.Values;
        var df = _factors.Gradients;
        df.Clear();
        for (var i = 0; i < dy.Length; i++)
        {
            df[i % factors.Length] += dy[i] * x[i];
        }

        if (!wantInputGradient)
        {
            return;
        }

        var dx = input.Gradients;
        for (var i = 0; i < dy.Length; i++)
        {
            dx[i] = factors[i % factors.Length] * dy[i];
        }
    }
}
