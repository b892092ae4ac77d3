namespace Bakeoff.Onnx.Graphs;

/// <summary>Methods for common nodes, so that code reads like the formula it writes.</summary>
internal static class Arithmetic
{
    extension(GraphBuilder graph)
    {
        public string Add(string a, string b) => graph.Node("Add", [a, b]);

        public string Subtract(string a, string b) => graph.Node("Sub", [a, b]);

        public string Multiply(string a, string b) => graph.Node("Mul", [a, b]);

        public string Divide(string a, string b) => graph.Node("Div", [a, b]);

        public string Maximum(string a, string b) => graph.Node("Max", [a, b]);

        public string Minimum(string a, string b) => graph.Node("Min", [a, b]);

        public string Product(string a, string b) => graph.Node("MatMul", [a, b]);

        public string Where(string condition, string then, string otherwise) => graph.Node("Where", [condition, then, otherwise]);

        public string And(string a, string b) => graph.Node("And", [a, b]);

        public string Cast(string value, ElementType type) => graph.Node("Cast", [value], NodeAttribute.Of("to", (long)type));

        public string Transpose(string value, params long[] axes) => graph.Node("Transpose", [value], NodeAttribute.Of("perm", axes));

        public string Unsqueeze(string value, params long[] axes) => graph.Node("Unsqueeze", [value, graph.Integers(axes)]);

        public string Squeeze(string value, params long[] axes) => graph.Node("Squeeze", [value, graph.Integers(axes)]);

        /// <summary>0 keeps an axis, -1 takes the rest.</summary>
        public string Reshape(string value, params long[] shape) => graph.Node("Reshape", [value, graph.Integers(shape)]);

        /// <summary>Length of one axis as a single int64.</summary>
        public string AxisLength(string value, long axis) => graph.Node("Gather", [graph.Node("Shape", [value]), graph.Integer(axis)]);

        /// <summary>0, 1, ... below a number, [count].</summary>
        public string Range(string count) => graph.Node("Range", [graph.Integer(0), count, graph.Integer(1)]);

        public string Sum(string value, long axis, bool keep) =>
            graph.Node("ReduceSum", [value, graph.Integers(axis)], NodeAttribute.Of("keepdims", keep ? 1 : 0));

        /// <summary>Zeros before and after one axis of a tensor of some rank.</summary>
        public string Pad(string value, int rank, int axis, long before, long after)
        {
            var pads = new long[2 * rank];
            (pads[axis], pads[rank + axis]) = (before, after);
            return graph.Node("Pad", [value, graph.Integers(pads)]);
        }
    }
}
