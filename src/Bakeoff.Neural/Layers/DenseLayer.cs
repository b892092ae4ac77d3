using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>y = activation(x Wᵀ + b) on every row; W is [units, features] as in PyTorch.</summary>
internal sealed class DenseLayer : Layer
{
    private readonly ParameterStore _store;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly ActivationFunction _activation;
    private float[] _preActivation = [];

    public DenseLayer(LayerBuilder builder, LayerShape input, int units, ActivationFunction activation)
        : base(builder.Name, input, input.WithFeatures(units))
    {
        _store = builder.Store;
        _weight = builder.Weight("weight", units, input.Features);
        _bias = builder.Bias("bias", units);
        _activation = activation;
    }

    private int Units => Output.Features;

    public override void Initialize(SeededRandom random) => Initializers.GlorotUniform(_store.Value(_weight), Input.Features, Units, random);

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, Units, input.Layout);
        var y = Result.ValueSpan;
        RowKernels.FillRows(_store.Value(_bias), y);
        Gemm.Multiply(Transpose.No, Transpose.Yes, input.Rows, Units, input.Width, input.ValueSpan, input.Width, _store.Value(_weight), input.Width, y, Units, accumulate: true, context.Pool);
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
        var dy = Result.GradientSpan;
        if (_activation != ActivationFunction.Linear)
        {
            ActivationKernel.Backward(_activation, _preActivation, Result.ValueSpan, dy, dy);
        }

        Gemm.Multiply(Transpose.Yes, Transpose.No, Units, input.Width, input.Rows, dy, Units, input.ValueSpan, input.Width, _store.Gradient(_weight), input.Width, accumulate: false, context.Pool);
        RowKernels.SumColumns(dy, _store.Gradient(_bias));
        if (wantInputGradient)
        {
            Gemm.Multiply(Transpose.No, Transpose.No, input.Rows, input.Width, Units, dy, Units, _store.Value(_weight), input.Width, input.GradientSpan, input.Width, accumulate: false, context.Pool);
        }
    }
}
