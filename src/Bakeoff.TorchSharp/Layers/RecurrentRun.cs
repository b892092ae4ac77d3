using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>One level of a recurrent layer, run in one direction over padded clips.</summary>
/// <remarks>
/// <para>Padding follows a clip's own frames, so their states do not depend on it.</para>
/// <para>On the processor an LSTM runs step by step. libtorch's own costs five times as much: packed, it spreads the gradient of each step
/// over all frames; padded, it trains by oneDNN's reference routine, and predicts by one that in libtorch 2.10 is right for 128 units and
/// wrong for 5. GRUs, and both cells on graphics cards, run by libtorch's modules, which have no recurrent dropout: with
/// that, steps again.</para>
/// </remarks>
internal sealed class RecurrentRun : IDisposable
{
    private readonly string _name;
    private readonly RecurrentShape _shape;
    private readonly TorchParameters _parameters;
    private readonly torch.nn.Module? _module;
    private readonly string _suffix;

    public RecurrentRun(string name, string suffix, int inputs, RecurrentShape shape, TorchParameters parameters)
    {
        (_name, _suffix, _shape, _parameters) = (name, suffix, shape, parameters);
        if (shape.IsGru || parameters.Device.type != DeviceType.CPU)
        {
            _module = shape.IsGru
                ? torch.nn.GRU(inputs, shape.Units, device: parameters.Device)
                : torch.nn.LSTM(inputs, shape.Units, device: parameters.Device);
            parameters.Adopt(_module, role => $"{name}.{role.Replace("_l0", suffix, StringComparison.Ordinal)}");
        }
    }

    /// <summary>States of all frames.</summary>
    /// <param name="x">[T, B, I]; finite beyond the clips' lengths too.</param>
    /// <param name="training">The training pass; null in prediction.</param>
    /// <returns>[T, B, H].</returns>
    public torch.Tensor Forward(torch.Tensor x, TrainingPass? training)
    {
        if (training is not null && _shape.RecurrentDropout > 0)
        {
            return RunSteps(x, training.Mask(_name + _suffix, _shape.RecurrentDropout, x.shape[1], _shape.Units, x.device));
        }

        return _module switch
        {
            global::TorchSharp.Modules.GRU gru => gru.call(x).Item1,
            global::TorchSharp.Modules.LSTM lstm => lstm.call(x).Item1,
            _ => RunSteps(x, mask: null),
        };
    }

    public void Dispose() => _module?.Dispose();

    // One mask per clip for all steps, on the state before the recurrent product.
    private torch.Tensor RunSteps(torch.Tensor x, torch.Tensor? mask)
    {
        var (inputBias, recurrentBias) = (Parameter("bias_ih"), Parameter("bias_hh"));
        var bias = _shape.IsGru ? inputBias : inputBias.add(recurrentBias, Number.One);
        var projected = torch.nn.functional.linear(x, Parameter("weight_ih"), bias);
        var weight = Parameter("weight_hh").t();
        var hidden = torch.zeros(x.shape[1], _shape.Units, device: x.device);
        var cell = hidden;
        var states = new List<torch.Tensor>();
        foreach (var gates in projected.unbind(0))
        {
            var masked = mask is null ? hidden : hidden.mul(mask);
            (hidden, cell) = _shape.IsGru
                ? (Gru(gates, recurrentBias.addmm(masked, weight), hidden), cell)
                : Lstm(gates.addmm(masked, weight), cell);
            states.Add(hidden);
        }

        return torch.stack(states);
    }

    private torch.Tensor Parameter(string role) => _parameters[$"{_name}.{role}{_suffix}"];

    // Gates i, f, g, o.
    private static (torch.Tensor Hidden, torch.Tensor Cell) Lstm(torch.Tensor gates, torch.Tensor cell)
    {
        var parts = gates.chunk(4, 1);
        var next = torch.sigmoid(parts[1]).mul(cell).addcmul(torch.sigmoid(parts[0]), torch.tanh(parts[2]), Number.One);
        return (torch.sigmoid(parts[3]).mul(torch.tanh(next)), next);
    }

    // Gates r, z, n; the direct way z h is not masked.
    private static torch.Tensor Gru(torch.Tensor projected, torch.Tensor recurrent, torch.Tensor hidden)
    {
        var (x, u) = (projected.chunk(3, 1), recurrent.chunk(3, 1));
        var reset = torch.sigmoid(x[0].add(u[0], Number.One));
        var update = torch.sigmoid(x[1].add(u[1], Number.One));
        var candidate = torch.tanh(x[2].add(reset.mul(u[2]), Number.One));
        return candidate.add(update.mul(hidden.sub(candidate)), Number.One);
    }
}
