using IsacCluster.Silo.Http;

namespace IsacCluster.Silo.Tests.Http;

/// <summary>Roles by the secret that a caller shows.</summary>
public sealed class HttpTokensTests
{
    private const string Reads = "a token that reads", Submits = "a token that submits";
    private static readonly HttpTokens Both = new(Reads, Submits);

    [Theory]
    [InlineData("Bearer " + Reads, HttpRole.Read)]
    [InlineData("bearer " + Reads, HttpRole.Read)]
    [InlineData("BEARER   " + Reads + " ", HttpRole.Read)]
    [InlineData("Bearer " + Submits, HttpRole.Submit)]
    [InlineData("bEaReR " + Submits, HttpRole.Submit)]
    [InlineData("Bearer A token that reads", HttpRole.Anyone)]
    [InlineData("Bearer", HttpRole.Anyone)]
    [InlineData("Basic " + Submits, HttpRole.Anyone)]
    [InlineData(Submits, HttpRole.Anyone)]
    [InlineData("", HttpRole.Anyone)]
    internal void A_token_gives_its_role_and_the_scheme_is_read_in_any_case(string authorization, HttpRole role) =>
        Assert.Equal(role, Both.RoleOf(authorization));

    [Theory]
    [InlineData("", HttpRole.Read)]
    [InlineData("Bearer anything", HttpRole.Read)]
    [InlineData("Bearer " + Submits, HttpRole.Submit)]
    internal void Without_a_token_to_read_everyone_reads_and_nobody_submits_without_the_other(string authorization, HttpRole role) =>
        Assert.Equal(role, new HttpTokens(null, Submits).RoleOf(authorization));

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer null")]
    internal void Without_a_token_to_submit_nobody_submits(string authorization) =>
        Assert.Equal(HttpRole.Read, new HttpTokens(null, null).RoleOf(authorization));
}
