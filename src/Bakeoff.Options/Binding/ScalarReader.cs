using System.Globalization;
using System.Text.RegularExpressions;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Binding;

/// <summary>Turns one scalar into a number, a boolean, a name or text, by the type that is asked for and nothing else.</summary>
/// <remarks>
/// Strict on purpose: no octal, no <c>yes</c> for true, no decimal comma, no infinity, no number in quotes. Culture-free.
/// </remarks>
internal static partial class ScalarReader
{
    /// <summary>The typed value, or null after a problem.</summary>
    /// <param name="scalar">The value as written.</param>
    /// <param name="shape">The type asked for.</param>
    /// <param name="range">Limits of a number, or null.</param>
    /// <param name="path">Full key, for messages.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static object? Read(ScalarNode scalar, ValueShape shape, NumberRange? range, string path, ProblemList problems)
    {
        return shape.Kind switch
        {
            ValueKind.Text => scalar.Text,
            ValueKind.Integer => ReadInteger(scalar, shape.Type, range, path, problems),
            ValueKind.Number => ReadNumber(scalar, shape.Type, range, path, problems),
            ValueKind.Boolean => ReadBoolean(scalar, path, problems),
            ValueKind.Choice => ReadChoice(scalar, shape, path, problems),
            _ => throw new InvalidOperationException($"{shape.Kind} is no scalar."),
        };
    }

    private static object? ReadInteger(ScalarNode scalar, Type type, NumberRange? range, string path, ProblemList problems)
    {
        var rule = $"a whole number{range?.Describe()}";
        if (!scalar.IsPlain || !IntegerForm().IsMatch(scalar.Text))
        {
            problems.AddValue(scalar, path, rule, IntegerHint(scalar));
            return null;
        }

        var value = System.Numerics.BigInteger.Parse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (range is not null && !range.Contains((double)value))
        {
            problems.AddValue(scalar, path, rule);
            return null;
        }

        var (low, high) = Limits(type);
        if (value < low || value > high)
        {
            problems.AddValue(scalar, path, string.Create(CultureInfo.InvariantCulture, $"a whole number from {low} to {high}"));
            return null;
        }

        return Convert.ChangeType(scalar.Text.TrimStart('+'), type, CultureInfo.InvariantCulture);
    }

    private static object? ReadNumber(ScalarNode scalar, Type type, NumberRange? range, string path, ProblemList problems)
    {
        var rule = $"a number{range?.Describe()}";
        if (!scalar.IsPlain || !NumberForm().IsMatch(scalar.Text))
        {
            problems.AddValue(scalar, path, rule, NumberHint(scalar));
            return null;
        }

        var value = double.Parse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        var isTooLarge = double.IsInfinity(value) || (type == typeof(float) && float.IsInfinity((float)value));
        if (isTooLarge || (range is not null && !range.Contains(value)))
        {
            problems.AddValue(scalar, path, double.IsFinite(value) ? rule : "a number that fits 64-bit floating point");
            return null;
        }

        return type == typeof(float) ? (object)(float)value : value;
    }

    private static object? ReadBoolean(ScalarNode scalar, string path, ProblemList problems)
    {
        if (scalar is { IsPlain: true, Text: "true" or "false" })
        {
            return scalar.Text == "true";
        }

        var hint = scalar.Text.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" or "1" or "true" => "Write true, in lower case and without quotes.",
            "no" or "off" or "n" or "0" or "false" => "Write false, in lower case and without quotes.",
            _ => "",
        };
        problems.AddValue(scalar, path, "true or false", hint);
        return null;
    }

    private static object? ReadChoice(ScalarNode scalar, ValueShape shape, string path, ProblemList problems)
    {
        foreach (var (name, value) in shape.Choices)
        {
            if (string.Equals(name, scalar.Text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        var names = shape.Choices.Select(c => c.Name).ToList();
        problems.AddValue(scalar, path, $"one of {string.Join(", ", names)}", NearestName.Question(scalar.Text, shape.NamedValues) ?? "");
        return null;
    }

    private static string IntegerHint(ScalarNode scalar)
    {
        if (!scalar.IsPlain)
        {
            return IntegerForm().IsMatch(scalar.Text) ? "Remove the quotes." : "";
        }

        if (LeadingZeroForm().IsMatch(scalar.Text))
        {
            return "Remove the leading zeros.";
        }

        if (!NumberForm().IsMatch(scalar.Text))
        {
            return "";
        }

        var value = double.Parse(scalar.Text, CultureInfo.InvariantCulture);
        var isWhole = Math.Abs(value) < 1e15 && Math.Floor(value) == value;
        return isWhole ? string.Create(CultureInfo.InvariantCulture, $"Write {value:F0}.") : "";
    }

    private static string NumberHint(ScalarNode scalar)
    {
        var text = scalar.Text;
        if (!scalar.IsPlain)
        {
            return NumberForm().IsMatch(text) ? "Remove the quotes." : "";
        }

        if (LeadingZeroForm().IsMatch(text))
        {
            return "Remove the leading zeros.";
        }

        return CommaForm().IsMatch(text) ? $"Use a point: {text.Replace(',', '.')}." : "";
    }

    private static (System.Numerics.BigInteger Low, System.Numerics.BigInteger High) Limits(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.Int64 => (long.MinValue, long.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        TypeCode.UInt64 => (ulong.MinValue, ulong.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        _ => (byte.MinValue, byte.MaxValue),
    };

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IntegerForm();

    [GeneratedRegex(
        @"^[-+]?(((0|[1-9][0-9]*)(\.[0-9]*)?)|(\.[0-9]+))([eE][-+]?[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"^[-+]?0[0-9]+(\.[0-9]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeadingZeroForm();

    [GeneratedRegex(@"^[-+]?[0-9]+,[0-9]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommaForm();
}
