using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>y = activation(x Wᵀ + b) on every row; W is [units, features] as in PyTorch.</summary>
internal sealed class DenseLayer : Layer
{
    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly ActivationFunction _activation;
    private float[] _preActivation = [];

    public DenseLayer(LayerBuilder builder, LayerShape input, int units, ActivationFunction activation)
        : base(builder.Name, input, input.WithFeatures(units))
    {
        _weight = builder.Weight("weight", units, input.Features);
        _bias = builder.Bias("bias", units);
        _activation = activation;
    }

    private int Units => Output.Features;

    internal override bool TakesParts => true;

    public override void Initialize(SeededRandom random) => Initializers.GlorotUniform(_weight.Values, Input.Features, Units, random);

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, Units, input.Layout);
        var y = Result.Values;
        RowKernels.FillRows(_bias.Values, y);
        Gemm.Multiply(
            Transpose.No,
            Transpose.Yes,
            input.Rows,
            Units,
            input.Width,
            input.Values,
            input.Width,
            _weight.Values,
            input.Width,
            y,
            Units,
            accumulate: true,
            context.Pool);
        if (ActivationKernel.NeedsInput(_activation))
        {
            _preActivation = Activations.Grow(_preActivation, y.Length);
            y.CopyTo(_preActivation);
        }

        if (_activation != ActivationFunction.Linear)
        {
            ActivationKernel.Forward(_activation, y, y);
        }
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        var dy = Result.Gradients;
        if (_activation != ActivationFunction.Linear)
        {
            ActivationKernel.Backward(_activation, _preActivation, Result.Values, dy, dy);
        }

        Gemm.Multiply(
            Transpose.Yes,
            Transpose.No,
            Units,
            input.Width,
            input.Rows,
            dy,
            Units,
            input.Values,
            input.Width,
            _weight.Gradients,
            input.Width,
            accumulate: false,
            context.Pool);
        RowKernels.SumColumns(dy, _bias.Gradients);
        if (wantInputGradient)
        {
            Gemm.Multiply(
                Transpose.No,
                Transpose.No,
                input.Rows,
                input.Width,
                Units,
                dy,
                Units,
                _weight.Values,
                input.Width,
                input.Gradients,
                input.Width,
                accumulate: false,
                context.Pool);
        }
    }
}
