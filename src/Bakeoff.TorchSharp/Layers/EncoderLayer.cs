using Bakeoff.Encoders.FineTuning;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>The transformer of a pretrained encoder. Frames beyond a clip's end are zero under the positional convolution and hidden from
/// attention, so a clip has the states that it has alone.</summary>
internal sealed class EncoderLayer(string name, EncoderForm form, TorchParameters parameters) : TorchLayer(form.Width)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var values = form.HasProjectionNorm ? Norm("feature_projection.layer_norm", input.Values) : input.Values;
        var state = (input with { Values = Linear("feature_projection.projection", values) }).Zeroed();
        state = state.add(functional.gelu(Positions(state)), Number.One);
        if (!form.IsPreNorm)
        {
            state = Norm("encoder.layer_norm", state);
        }

        var outside = input.Live().logical_not().view(state.shape[0], 1, 1, state.shape[1]);
        for (var layer = 0; layer < form.Layers; layer++)
        {
            state = Apply(EncoderForm.LayerName(layer), state, outside);
        }

        return input with { Values = form.HasFinalNorm ? Norm("encoder.layer_norm", state) : state };
    }

    private torch.Tensor Apply(string layer, torch.Tensor state, torch.Tensor outside)
    {
        if (form.IsPreNorm)
        {
            state = state.add(Attend(layer, Norm($"{layer}.layer_norm", state), outside), Number.One);
            return state.add(Feed(layer, Norm($"{layer}.final_layer_norm", state)), Number.One);
        }

        state = Norm($"{layer}.layer_norm", state.add(Attend(layer, state, outside), Number.One));
        return Norm($"{layer}.final_layer_norm", state.add(Feed(layer, state), Number.One));
    }

    private torch.Tensor Attend(string layer, torch.Tensor state, torch.Tensor outside)
    {
        var (clips, steps, width) = (state.shape[0], state.shape[1], form.Width / form.Heads);
        var queries = Heads("q_proj").mul(Number.Of(1 / Math.Sqrt(width)));
        var scores = queries.matmul(Heads("k_proj").transpose(2, 3)).masked_fill(outside, Number.Of(double.NegativeInfinity));
        var joined = functional.softmax(scores, 3).matmul(Heads("v_proj")).transpose(1, 2).reshape(clips, steps, form.Width);
        return Linear($"{layer}.attention.out_proj", joined);

        torch.Tensor Heads(string part) =>
            Linear($"{layer}.attention.{part}", state).view(clips, steps, form.Heads, width).transpose(1, 2);
    }

    private torch.Tensor Feed(string layer, torch.Tensor state) =>
        Linear($"{layer}.feed_forward.output_dense", functional.gelu(Linear($"{layer}.feed_forward.intermediate_dense", state)));

    private torch.Tensor Positions(torch.Tensor state)
    {
        var convolved = functional.conv1d(
            state.transpose(1, 2),
            parameters[$"{name}.{EncoderForm.Position}.weight"],
            parameters[$"{name}.{EncoderForm.Position}.bias"],
            padding: form.PositionKernel / 2,
            groups: form.PositionGroups);
        return convolved.narrow(2, 0, state.shape[1]).transpose(1, 2);
    }

    private torch.Tensor Linear(string role, torch.Tensor values) =>
        functional.linear(values, parameters[$"{name}.{role}.weight"], parameters[$"{name}.{role}.bias"]);

    private torch.Tensor Norm(string role, torch.Tensor values) => functional.layer_norm(
        values, [values.shape[^1]], parameters[$"{name}.{role}.weight"], parameters[$"{name}.{role}.bias"], form.Epsilon);
}
