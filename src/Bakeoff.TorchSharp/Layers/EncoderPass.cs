using Bakeoff.Encoders.FineTuning;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>The way of one batch through an encoder's transformer. Legend: B clips, T frames of the longest, H heads, D features of a head.</summary>
internal sealed class EncoderPass
{
    // Of layers without weights, as the managed encoder has it.
    private const double PositionEpsilon = 1e-5;

    private readonly string _name;
    private readonly EncoderForm _form;
    private readonly TorchParameters _parameters;
    private readonly Rows _input;
    private readonly TrainingPass? _training;
    private readonly double _dropout;
    private readonly bool _isHalf;
    private readonly torch.Tensor _outside;
    private readonly torch.Tensor? _biases;

    public EncoderPass(
        string name, EncoderOptions options, EncoderForm form, TorchParameters parameters, Rows input, TrainingPass? training)
    {
        (_name, _form, _parameters, _input, _training) = (name, form, parameters, input, training);
        (_dropout, _isHalf) = (options.Dropout, training is not null && options.Precision == ProductPrecision.BFloat16);
        _outside = input.Live().logical_not().view(input.Values.shape[0], 1, 1, input.Values.shape[1]);
        _biases = form.HasGate ? PositionBiases((int)input.Values.shape[1]) : null;
    }

    /// <summary>The last state, [B, T, width].</summary>
    public torch.Tensor Run()
    {
        var values = _form.HasProjectionNorm ? Norm("feature_projection.layer_norm", _input.Values) : _input.Values;
        var state = Zeroed(Linear("feature_projection.projection", values));
        state = state.add(Positions(state), Number.One);
        if (!_form.IsPreNorm)
        {
            state = Norm("encoder.layer_norm", state);
        }

        state = Drop("encoder", state);
        for (var layer = 0; layer < _form.Layers; layer++)
        {
            state = Apply(EncoderForm.LayerName(layer), state);
        }

        return _form.HasFinalNorm ? Norm("encoder.layer_norm", state) : state;
    }

    private torch.Tensor Apply(string layer, torch.Tensor state)
    {
        if (_form.IsPreNorm)
        {
            state = state.add(Attend(layer, Norm($"{layer}.layer_norm", state)), Number.One);
            return state.add(Feed(layer, Norm($"{layer}.final_layer_norm", state)), Number.One);
        }

        state = Norm($"{layer}.layer_norm", state.add(Attend(layer, state), Number.One));
        return Norm($"{layer}.final_layer_norm", state.add(Feed(layer, state), Number.One));
    }

    private torch.Tensor Attend(string layer, torch.Tensor state)
    {
        var (clips, steps, width) = (state.shape[0], state.shape[1], _form.Width / _form.Heads);
        var queries = Heads("q_proj").mul(Number.Of(1 / Math.Sqrt(width)));
        var scores = Product(queries, Heads("k_proj").transpose(2, 3));
        if (_biases is not null)
        {
            scores = scores.add(Gates($"{layer}.attention", state).mul(_biases), Number.One);
        }

        var attention = functional.softmax(scores.masked_fill(_outside, Number.Of(double.NegativeInfinity)), 3);
        var joined = Product(attention, Heads("v_proj")).transpose(1, 2).reshape(clips, steps, _form.Width);
        return Drop($"{layer}.attention", Linear($"{layer}.attention.out_proj", joined));

        torch.Tensor Heads(string part) =>
            Linear($"{layer}.attention.{part}", state).view(clips, steps, _form.Heads, width).transpose(1, 2);
    }

    private torch.Tensor Feed(string layer, torch.Tensor state)
    {
        var inner = functional.gelu(Linear($"{layer}.feed_forward.intermediate_dense", state));
        return Drop($"{layer}.feed_forward", Linear($"{layer}.feed_forward.output_dense", inner));
    }

    /// <summary>Biases of attention by relative position, [H, T, T].</summary>
    private torch.Tensor PositionBiases(int steps)
    {
        var buckets = _form.PositionBuckets(steps);
        var index = new long[steps * steps];
        for (var query = 0; query < steps; query++)
        {
            for (var key = 0; key < steps; key++)
            {
                index[(query * steps) + key] = buckets[key - query + steps - 1];
            }
        }

        return Parameter(EncoderForm.PositionBiases)
            .index_select(0, torch.tensor(index, device: _input.Values.device))
            .view(steps, steps, _form.Heads)
            .permute(2, 0, 1);
    }

    /// <summary>WavLM's factor of the biases for each head and query, [B, H, T, 1].</summary>
    private torch.Tensor Gates(string attention, torch.Tensor state)
    {
        var heads = state.view(state.shape[0], state.shape[1], _form.Heads, _form.Width / _form.Heads).transpose(1, 2);
        var sums = Linear($"{attention}.gru_rel_pos_linear", heads).view(heads.shape[0], heads.shape[1], heads.shape[2], 2, -1).sum(-1);
        var gates = sums.sigmoid().split(1, -1);
        return gates[1].mul(Parameter($"{attention}.gru_rel_pos_const")).add(Number.Of(-1), Number.One).mul(gates[0]).add(Number.Of(2), Number.One);
    }

    private torch.Tensor Positions(torch.Tensor state)
    {
        foreach (var convolution in _form.PositionNames)
        {
            var convolved = functional.conv1d(
                Zeroed(state).transpose(1, 2),
                Parameter($"{convolution}.weight"),
                Parameter($"{convolution}.bias"),
                padding: _form.PositionKernel / 2,
                groups: _form.PositionGroups);
            state = convolved.narrow(2, 0, state.shape[1]).transpose(1, 2);
            if (_form.HasPositionNorm)
            {
                state = functional.layer_norm(state, [state.shape[^1]], null, null, PositionEpsilon);
            }

            state = functional.gelu(state);
        }

        return state;
    }

    private torch.Tensor Zeroed(torch.Tensor values) => (_input with { Values = values }).Zeroed();

    private torch.Tensor Drop(string role, torch.Tensor values) =>
        new DropoutLayer($"{_name}.{role}", _form.Width, _dropout).Forward(_input with { Values = values }, _training).Values;

    private torch.Tensor Linear(string role, torch.Tensor values) =>
        Whole(functional.linear(Half(values), Half(Parameter($"{role}.weight")), Half(Parameter($"{role}.bias"))));

    private torch.Tensor Product(torch.Tensor left, torch.Tensor right) => Whole(Half(left).matmul(Half(right)));

    private torch.Tensor Half(torch.Tensor values) => _isHalf ? values.to_type(torch.ScalarType.BFloat16) : values;

    private torch.Tensor Whole(torch.Tensor values) => _isHalf ? values.to_type(torch.ScalarType.Float32) : values;

    private torch.Tensor Norm(string role, torch.Tensor values) =>
        functional.layer_norm(values, [values.shape[^1]], Parameter($"{role}.weight"), Parameter($"{role}.bias"), _form.Epsilon);

    private torch.Tensor Parameter(string role) => _parameters[$"{_name}.{role}"];
}
