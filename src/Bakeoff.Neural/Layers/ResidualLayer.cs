using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>y = x + branch(x), where the branch is layers one after another (He et al., 2016).</summary>
internal sealed class ResidualLayer(string name, IReadOnlyList<Layer> branch) : Layer(name, branch[0].Input, branch[^1].Output)
{
    public override void Initialize(SeededRandom random) => ChainLayer.Initialize(branch, random);

    public override void Forward(Activations input, PassContext context)
    {
        ChainLayer.Forward(branch, input, context);
        Result.Resize(input.Rows, input.Width, input.Layout);
        Bands.Run(
            context.Pool, input.Length, 1024, input.Length, (X: input.ValueArray, Branch: branch[^1].Result.ValueArray, Y: Result.ValueArray),
            static (first, last, pass) =>
            {
                var y = pass.Y.AsSpan(first, last - first);
                pass.X.AsSpan(first, last - first).CopyTo(y);
                RowKernels.Add(pass.Branch.AsSpan(first, last - first), y);
            });
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        Result.Gradients.CopyTo(branch[^1].Result.Gradients);
        ChainLayer.Backward(branch, input, context, wantInputGradient);
        if (wantInputGradient)
        {
            Bands.Run(
                context.Pool, input.Length, 1024, input.Length, (Dy: Result.GradientArray, Dx: input.GradientArray),
                static (first, last, pass) =>
                    RowKernels.Add(pass.Dy.AsSpan(first, last - first), pass.Dx.AsSpan(first, last - first)));
        }
    }
}
