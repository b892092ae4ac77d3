using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Multi-head scaled dot-product attention of a clip's own frames. Legend: B clips, T frames of the longest, H heads, D features of
/// a head.</summary>
internal sealed class SelfAttentionLayer(string name, int features, int heads, double dropout, TorchParameters parameters)
    : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var (clips, steps, width) = (input.Values.shape[0], input.Values.shape[1], Features / heads);
        var projected = torch.nn.functional
            .linear(input.Zeroed(), parameters[$"{name}.in_proj_weight"], parameters[$"{name}.in_proj_bias"])
            .view(clips, steps, 3, heads, width)
            .permute(2, 0, 3, 1, 4);
        var scores = projected[0].mul(Number.Of(1 / Math.Sqrt(width))).matmul(projected[1].transpose(2, 3));
        var isOutside = input.Live().logical_not().view(clips, 1, 1, steps);
        var attention = torch.nn.functional.softmax(scores.masked_fill(isOutside, Number.Of(double.NegativeInfinity)), 3);
        if (training is not null && dropout > 0)
        {
            attention = attention.mul(Mask(input, training));
        }

        var joined = attention.matmul(projected[2]).transpose(1, 2).reshape(clips, steps, Features);
        return input with
        {
            Values = torch.nn.functional.linear(joined, parameters[$"{name}.out_proj.weight"], parameters[$"{name}.out_proj.bias"]),
        };
    }

    // [B, H, T, T]. The managed engine draws for each head clip after clip, a number for each query and key.
    private torch.Tensor Mask(Rows input, TrainingPass training)
    {
        var (lengths, steps) = (input.Lengths!, input.Values.shape[1]);
        var numbers = lengths.Sum(length => (long)length * length);
        var masks = new torch.Tensor[heads];
        for (var head = 0; head < heads; head++)
        {
            var mask = training.Mask($"{name}.heads.{head}", dropout, numbers, 1, input.Values.device).view(numbers);
            var clips = new torch.Tensor[lengths.Length];
            var first = 0L;
            for (var clip = 0; clip < clips.Length; clip++)
            {
                long length = lengths[clip];
                clips[clip] = torch.nn.functional.pad(
                    mask.narrow(0, first, length * length).view(length, length), [0, steps - length, 0, steps - length]);
                first += length * length;
            }

            masks[head] = torch.stack(clips, 0);
        }

        return torch.stack(masks, 1);
    }
}
