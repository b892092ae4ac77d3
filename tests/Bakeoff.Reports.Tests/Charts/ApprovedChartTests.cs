using System.Globalization;
using Bakeoff.Reports.Tests.Samples;
using Bakeoff.Testing;

namespace Bakeoff.Reports.Tests.Charts;

/// <summary>Every chart kind equals its approved file in tests/fixtures/reports/approved, under every culture.</summary>
public sealed class ApprovedChartTests
{
    public static TheoryData<string> Cultures => ["", "de-DE", "tr-TR", "ar-SA"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void ToSvg_EveryKind_MatchesApprovedFile(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var received = SampleCharts.Create().ToDictionary(entry => entry.Key, entry => entry.Value.ToSvg(), StringComparer.Ordinal);
            var differing = received.Where(entry => !IsApproved(entry.Key, entry.Value)).Select(entry => entry.Key).ToList();
            differing.ShouldBeEmpty(
                $"Look at the files in {TestOutput.Folder}/received; if they are right, copy them to tests/fixtures/reports/approved.");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static bool IsApproved(string name, string svg)
    {
        var approved = Fixture.Path($"reports/approved/{name}");
        var received = Path.Combine(TestOutput.Folder, "received", name);
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        if (File.Exists(approved) && File.ReadAllText(approved) == svg)
        {
            File.Delete(received);
            return true;
        }

        File.WriteAllText(received, svg);
        return false;
    }
}
