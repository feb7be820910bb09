const welcome = `# Welcome to Concord.
#
# Without a token you see what is public.
# To ask as one of the bodies, print a token:
#
# npm run --silent concord -- token --organisation board-de --role representative
#
# and put it into the Headers tab below, as
# { "authorization": "Bearer TOKEN" }
# It serves this tab, subscriptions included,
# and is never stored: a reload forgets it.
#
# Ctrl+Enter runs, Ctrl+Space completes;
# the book on the left describes the schema.

# Who am I, and what may I read?
query Viewer {
  viewer {
    id
    roles
    clearance
    organisation {
      id
      name
      kind
      memberState
    }
  }
}
`;

const latest = `# The latest items shared with you;
# "endCursor" as "after" gives the next page.
query LatestItems($first: Int, $after: Cursor) {
  items(first: $first, after: $after) {
    totalCount
    edges {
      node {
        __typename
        id
        reference
        title
        issuer {
          id
        }
        handling {
          marking
        }
        publishedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

const live = `# Every change that you may see, as it happens;
# the newest one is shown. A cursor as "after"
# first sends what came since, then goes on live,
# without gap or duplicate.
subscription Exchange($after: Cursor) {
  exchange(after: $after) {
    __typename
    cursor
    previous
    at
    ... on ItemChanged {
      change
      item {
        id
        reference
        title
        revision
      }
    }
    ... on ItemWithdrawn {
      itemId
    }
    ... on ResyncRequired {
      reason
    }
  }
}
`;

/** What the Headers tab holds until somebody types there; the empty value is not sent. */
export const defaultHeaders = `{
  "authorization": ""
}`;

export const defaultTabs = [
  { query: welcome, headers: defaultHeaders },
  { query: latest, variables: '{ "first": 10, "after": null }', headers: defaultHeaders },
  { query: live, variables: '{ "after": null }', headers: defaultHeaders },
];
